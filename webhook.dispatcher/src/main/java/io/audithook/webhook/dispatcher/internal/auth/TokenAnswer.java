/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.audithook.webhook.api.HeaderRules;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token endpoint said (RFC 6749, 5.1 and 5.2). Shows no token.
 *
 * @param token the access token; empty if there is none that can be used
 * @param lifetime how long it may be used; never negative
 * @param problem why there is none; empty if there is
 */
record TokenAnswer(String token, Duration lifetime, String problem) {

    /** RFC 6749 leaves it to the server to say so; this is short enough for the shortest in use. */
    private static final Duration UNTOLD = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofDays(30);

    private static final Pattern ERROR = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads an answer; what is not one has a problem. */
    static TokenAnswer parse(byte[] body) {
        String token = "";
        String type = "Bearer";
        Duration lifetime = UNTOLD;
        String error = "";
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return failed("the answer is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "access_token" -> token = text(parser, value);
                    case "token_type" -> type = text(parser, value);
                    case "expires_in" ->
                        lifetime = lifetime(text(parser, value)).orElse(UNTOLD);
                    case "error" -> error = text(parser, value);
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // its message could quote a token
            return failed("the answer is not JSON");
        }
        if (!error.isEmpty()) {
            return failed(ERROR.matcher(error).matches() ? error : "an error without a proper name");
        }
        if (token.isEmpty()) {
            return failed("the answer holds no access_token");
        }
        if (!type.equalsIgnoreCase("Bearer")) {
            return failed("the answer's token_type is not Bearer");
        }
        if (!HeaderRules.isVisible(token) || token.indexOf(' ') >= 0) {
            return failed("the answer's access_token is not one of visible ASCII characters");
        }
        return new TokenAnswer(token, lifetime, "");
    }

    private static TokenAnswer failed(String problem) {
        return new TokenAnswer("", Duration.ZERO, problem);
    }

    /** Some servers give numbers as text; what is neither is as if it were not there. */
    private static String text(JsonParser parser, JsonToken value) throws IOException {
        if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            return parser.getText();
        }
        parser.skipChildren();
        return "";
    }

    private static Optional<Duration> lifetime(String seconds) {
        try {
            long number = (long) Double.parseDouble(seconds);
            return Optional.of(Duration.ofSeconds(Math.max(0, Math.min(number, LONGEST.toSeconds()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "TokenAnswer[" + problem + "]";
    }
}
