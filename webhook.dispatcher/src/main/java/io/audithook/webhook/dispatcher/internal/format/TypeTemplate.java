/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import io.audithook.audit.api.AuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the type of a CloudEvent from that of the object and the operation. Immutable. */
final class TypeTemplate {

    static final String DEFAULT = "io.audithook.{objectType}.{operation}";

    private static final int MAX_LENGTH = 256;

    /** So much of what stands in an event; both are short, but nobody makes sure of it. */
    private static final int MAX_PART = 64;

    private static final Pattern PART = Pattern.compile("\\{([^{}]*)}|[^{}]+|.", Pattern.DOTALL);

    private final List<Function<AuditEvent, String>> parts;

    private TypeTemplate(List<Function<AuditEvent, String>> parts) {
        this.parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException with key, value and rule */
    static TypeTemplate parse(String key, String text) {
        if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw CloudEventSettings.bad(
                    key, text.replaceAll("[^ -~]", "?"), "must be at most " + MAX_LENGTH + " visible ASCII characters");
        }
        List<Function<AuditEvent, String>> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text);
        while (matcher.find()) {
            String literal = matcher.group();
            parts.add(
                    switch (literal) {
                        case "{objectType}" -> event -> part(event.objectType());
                        case "{operation}" -> event -> part(event.operation());
                        default -> {
                            if (literal.startsWith("{") || literal.startsWith("}")) {
                                throw CloudEventSettings.bad(
                                        key, text, "must hold no braces but in {objectType} and {operation}");
                            }
                            yield event -> literal;
                        }
                    });
        }
        return new TypeTemplate(parts);
    }

    String of(AuditEvent event) {
        StringBuilder type = new StringBuilder();
        for (Function<AuditEvent, String> part : parts) {
            type.append(part.apply(event));
        }
        return type.toString();
    }

    private static String part(String text) {
        return text == null ? "" : AttributeText.clean(text, MAX_PART);
    }
}
