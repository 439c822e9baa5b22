/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://h/a, https://h/a",
        "https://h:8443/a, https://h:8443/a",
        "https://[::1]:8443/a, https://[::1]:8443/a",
        "https://h/@user/a, https://h/@user/a",
        "https://h:8443/@user, https://h:8443/@user",
        "https://u:p@h/a, https://...@h/a",
        "https://u@h/a, https://...@h/a",
        "https://u:p/w@h/a, https://...@h/a",
        "https://u:1/w@h/a, https://u:1/w@h/a",
        "https://u:secret/a, https://u:.../a",
        "mailto:somebody, mailto:somebody",
        "u:secret@h/a, ...@h/a",
        "https:u:secret@h/a, https:...@h/a",
        "https://h/a?token=secret, https://h/a?...",
        "https://h/a b?token=secret, https://h/a b?...",
        "h/a?token=secret, h/a?...",
        "https:h/a?token=secret, https:h/a?...",
        "https://h/a#secret, https://h/a#...",
        "https://u:p@h/a?x=@y, https://...@h/a?...",
        "http://pu:secret@proxy, http://...@proxy",
        "pu:secret@proxy, ...@proxy",
        "https://h/a?, https://h/a?",
        "http//u:secret@h/a, ...@h/a",
        "http:/u:secret@h/a, http:...@h/a",
        "ftp://x/, ftp://x/",
    })
    void secrets_inAnyPlace_areNotShown(String text, String shown) {
        assertThat(ShownUrl.of(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "/", "@", "a:@", "//", ":a/", "?", "[", " "})
    void text_thatIsLong_isDoneSoon(String part) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ShownUrl.of(part.repeat(1_000_000)));
    }
}
