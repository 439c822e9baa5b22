/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret by value, or by reference to a file ({@code file:PATH}) or an environment variable ({@code env:NAME}).
 * Resolved when used. Neither {@link #toString()} nor a message shows a value; references are shown.
 *
 * @param key the key of the configuration, for messages
 * @param spec the value or the reference
 */
public record Secret(String key, String spec) {

    static final String FILE = "file:";
    private static final String ENV = "env:";

    /** Some editors write it before the text, which it is no part of. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Far above any key, far below what would hurt. */
    private static final int MAX_BYTES = 1 << 20;

    /** Editors and echo end the last line, which is no part of the secret. */
    private static final Pattern LINE_END = Pattern.compile("\\r?\\n\\z");

    private static final String MASK = "***";
    private static final Pattern REFERENCE =
            Pattern.compile("(file:\\s*[^\\s,;|]*|env:[\\w.-]*)\\s*", Pattern.CASE_INSENSITIVE);

    /** How signing keys begin, and other keys. */
    private static final Pattern KEY = Pattern.compile(":\\s*wh(sec|sk)_|-----", Pattern.CASE_INSENSITIVE);

    public Secret {
        Objects.requireNonNull(key, "key");
        spec = withPlainPrefix(withPlainPrefix(spec, FILE), ENV);
    }

    /** Whoever writes FILE: means the same, and a receiver must not get a path for a token. */
    private static String withPlainPrefix(String spec, String prefix) {
        return spec.regionMatches(true, 0, prefix, 0, prefix.length())
                ? prefix + spec.substring(prefix.length())
                : spec;
    }

    /** The file it is in, if it is in one, and so may change while the process runs. */
    public Optional<Path> file() {
        return spec.startsWith(FILE)
                ? Optional.of(Path.of(spec.substring(FILE.length()).strip()))
                : Optional.empty();
    }

    /** The secret, if it is written down here and not referred to. */
    Optional<String> literal() {
        return spec.startsWith(FILE) || spec.startsWith(ENV) ? Optional.empty() : Optional.of(spec);
    }

    /** The secret as {@link #resolve(UnaryOperator)} has it, with the variables of the process. */
    public String resolve() {
        return resolve(System::getenv);
    }

    /**
     * The secret itself; of a file all but the end of its last line.
     *
     * @param environment gives the value of an environment variable, or null
     * @throws IllegalArgumentException naming the file or variable that is missing or empty
     */
    public String resolve(UnaryOperator<String> environment) {
        String value = spec;
        if (spec.startsWith(FILE)) {
            value = LINE_END.matcher(read(file().orElseThrow())).replaceFirst("");
        } else if (spec.startsWith(ENV)) {
            value = environment.apply(spec.substring(ENV.length()));
            if (value == null) {
                throw bad("is not set in the environment", null);
            }
        }
        if (value.isBlank()) {
            throw bad("is empty", null);
        }
        return value;
    }

    private String read(Path file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(SmallFile.read(file, MAX_BYTES)))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw bad("is not text in UTF-8", e);
        } catch (UnreadableFileException e) {
            throw bad(e.getMessage(), e);
        }
    }

    private IllegalArgumentException bad(String rule, Exception cause) {
        return new IllegalArgumentException(key + "=\"" + shown(spec) + "\" " + rule, cause);
    }

    /**
     * What people may see of a text that is a secret or a reference to one: of a reference what can be one, since the secret itself may
     * stand behind it by mistake.
     */
    public static String shown(String text) {
        Matcher reference = REFERENCE.matcher(text);
        if (!reference.lookingAt() || KEY.matcher(reference.group()).find()) {
            return MASK;
        }
        return reference.hitEnd() ? reference.group() : reference.group() + MASK;
    }

    @Override
    public String toString() {
        return "Secret[" + key + "]";
    }
}
