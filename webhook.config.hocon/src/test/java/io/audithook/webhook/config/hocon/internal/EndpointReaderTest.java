/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointReaderTest extends HoconTestBase {

    @Test
    void ownKeys_dottedOrNested_areTaken() throws IOException {
        assertThat(endpoint("""
                        webhooks.a {
                          url = "http://a/", retry { schedule = [5, 2 hr], jitter = 1.5 }, ordering = Strict
                          "retry.giveUpAfter" = 3 days, filters.cardinality.minimum = 1, enabled = off
                          filters.target = "(filter.name=x)", concurrency = "4", start = earliest, timeout.connect = 1 s
                          auth { type = bearer, scheme = S, token = "file:secret" }
                        }
                        """))
                .containsEntry("retry.schedule", "5 ms, 7200000 ms")
                .containsEntry("retry.jitter", 1.5)
                .containsEntry("retry.giveUpAfter", "259200000 ms")
                .containsEntry("ordering", "strict")
                .containsEntry("filters.cardinality.minimum", 1)
                .containsEntry("filters.target", "(filter.name=x)")
                .containsEntry("enabled", false)
                .containsEntry("concurrency", 4)
                .containsEntry("start", "earliest")
                .containsEntry("timeout.connect", "1000 ms")
                .containsEntry("auth.type", "bearer")
                .containsEntry("auth.scheme", "S")
                .containsEntry("auth.token", "file:" + path("secret"));
    }

    @Test
    void connections_besideTheUrl_areAsIfInWs() throws IOException {
        assertThat(endpoint("webhooks.a { url = x, gzip = on, protocol = h2, connection.maxLifetime = 1 min }"))
                .containsEntry("gzip", true)
                .containsEntry("protocol", "h2")
                .containsEntry("connection.maxLifetime", "60000 ms");
    }

    @Test
    void secretsAndHeaders_inAListOrOne_areTaken() throws IOException {
        assertThat(endpoint("""
                        webhooks.a {
                          url = "http://a/", sign.keys = ["whsec_a", "file:keys"], headers = ["X-A: 1, 2", "X-B: 3"]
                          auth { type = oauth2, tokenUrl = "http://t/", clientId = me, clientSecret = "file:secret" }
                        }
                        """))
                .containsEntry("sign.keys", new String[] {"whsec_a", "file:" + path("keys")})
                .containsEntry("headers", new String[] {"X-A: 1, 2", "X-B: 3"})
                .containsEntry("auth.clientSecret", "file:" + path("secret"));
        assertThat(endpoint("webhooks.a { url = \"http://a/\", sign.keys = whsec_a, headers = \"X-A: 1, 2\" }"))
                .containsEntry("sign.keys", new String[] {"whsec_a"})
                .containsEntry("headers", new String[] {"X-A: 1, 2"});
    }

    @Test
    void format_byItsName_isATargetWithItsOwnKeys() throws IOException {
        assertThat(endpoint("""
                        webhooks.a {
                          url = "http://a/", format = cloudevents
                          cloudevents { mode = binary, source = "urn:x" }
                          handshake { type = CloudEvents, origin = audit.example.com, rate = 120, validity = 1 h }
                        }
                        """))
                .containsEntry("format.target", "(format.name=cloudevents)")
                .doesNotContainKey("format")
                .containsEntry("cloudevents.mode", "binary")
                .containsEntry("cloudevents.source", "urn:x")
                .containsEntry("handshake.type", "cloudevents")
                .containsEntry("handshake.origin", "audit.example.com")
                .containsEntry("handshake.rate", 120)
                .containsEntry("handshake.validity", "3600000 ms");
        assertThat(endpoint("webhooks.a { url = x, format = mine, mine.depth = 3 }"))
                .containsEntry("format.target", "(format.name=mine)")
                .containsEntry("mine.depth", "3");
    }

    @Test
    void format_byItsTarget_hasItsOwnKeysToo() throws IOException {
        assertThat(
                        endpoint(
                                "webhooks.a { url = x, format.target = \"(format.name=cloudevents)\", cloudevents.mode = binary }"))
                .containsEntry("format.target", "(format.name=cloudevents)")
                .containsEntry("cloudevents.mode", "binary");
    }

    @Test
    void ws_ofTheEntryItself_thatSaysWhatStandsBesideTheUrl_isWarnedOf() throws IOException {
        assertThat(parse("""
                        ws { timeout.request = 9 s, useragent = far }
                        webhooks.a {
                          url = x, timeout.request = 5 s, userAgent = u, gzip = false
                          ws { timeout.request = 7 s, useragent = v, compressionEnabled = true }
                        }
                        """).warnings())
                .containsExactly(
                        at("4: webhooks.a.ws.compressionEnabled: has no effect: gzip beside the url says it"),
                        at("4: webhooks.a.ws.timeout.request: has no effect: timeout.request beside the url says it"),
                        at("4: webhooks.a.ws.useragent: has no effect: userAgent beside the url says it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filters {}|webhooks.a.filters: expected what is to be done, found an empty object",
                "ws.ssl.pins = \"\"|webhooks.a.ws.ssl.pins: expected a pin, found none",
                "ws.ssl.pins = [\"\"]|webhooks.a.ws.ssl.pins: expected a pin, found none",
                "ws.ssl.pins = []|webhooks.a.ws.ssl.pins: expected a pin, found none",
                "cloudevents.mode = binary|webhooks.a.cloudevents.mode: counts with format = cloudevents only, which is not"
                        + " chosen",
                "ssl.verify = false|webhooks.a.ssl.verify: is not known; what is of ssl stands in ws.ssl, but that has no"
                        + " such key",
                "ssl.pinz = a|webhooks.a.ssl.pinz: is not known; did you mean ws.ssl.pins?",
            })
    void nothingWhereSomethingIsMeant_isAnError(String textAndMessage) throws IOException {
        String[] parts = textAndMessage.split("\\|", 2);
        assertThat(parse("webhooks.a { url = x, " + parts[0] + " }").errors()).containsExactly(at("1: " + parts[1]));
    }

    @Test
    void reference_inCapitals_isRelativeToTheFile() throws IOException {
        assertThat(endpoint("webhooks.a { url = x, sign.keys = \"file:a, whsec_b,file:c\" }"))
                .containsEntry("sign.keys", new String[] {"file:" + path("a") + ",whsec_b,file:" + path("c")});
        assertThat(endpoint("webhooks.a { url = x, token = \"FILE:tok\" }"))
                .containsEntry("auth.token", "file:" + path("tok"));
    }

    @Test
    void token_withAndWithoutName_isBearerAuthentication() throws IOException {
        assertThat(endpoint("webhooks.a { url = \"http://a/\", token = t, tokenName = T }"))
                .containsEntry("auth.type", "bearer")
                .containsEntry("auth.scheme", "T")
                .containsEntry("auth.token", "t");
        assertThat(endpoint("webhooks.a { url = \"http://a/\", token = t }")).containsEntry("auth.scheme", "Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00123", "1e5", "12345678901234567890.10", "true"})
    void token_thatLooksLikeANumber_staysAsWritten(String token) throws IOException {
        assertThat(endpoint("webhooks.a { url = \"http://a/\", token = " + token + " }"))
                .containsEntry("auth.token", token);
    }

    @Test
    void null_asAnEntryOrAValue_countsAsAbsent() throws IOException {
        assertThat(parse("webhooks { a = null, b { url = x, enabled = null, ws = null } }")
                        .list())
                .extracting(Desired::pid)
                .containsExactly("io.audithook.endpoint~b");
    }

    @Test
    void name_withDashesAndDots_isTaken() throws IOException {
        assertThat(parse("webhooks { \"a-b.c_d\" { url = x } }").list())
                .extracting(Desired::pid)
                .containsExactly("io.audithook.endpoint~a-b.c_d");
    }

    @ParameterizedTest
    @CsvSource({"a b, a-b", "a~b, a-b", "a\\\\b, a-b", "a\\u0000, a", "my hook (old), my-hook-old"})
    void name_withSignsThatMeanSomethingInAPid_isWrittenWithHyphens(String name, String here) throws IOException {
        DesiredConfigurations desired = parse("webhooks { \"" + name + "\" { url = x } }");
        assertThat(desired.list()).extracting(Desired::name).containsExactly(here);
        assertThat(desired.notices())
                .singleElement()
                .asString()
                .endsWith(": is the endpoint " + here + " here, since its name goes into a PID");
    }

    @Test
    void names_thatBecomeTheSame_areAnError() throws IOException {
        assertThat(parse("webhooks { \"a b\".url = x, a-b.url = y }").errors())
                .containsExactly(
                        at("1: webhooks.a-b: expected a name of its own, found the one of webhooks.\"a b\" in ")
                                + at("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "*", "\\u00a0", ""})
    void name_thatConfigAdminOrAFilterWouldMistake_isAnError(String name) throws IOException {
        assertThat(parse("webhooks { \"" + name + "\" { url = x } }").errors())
                .singleElement()
                .asString()
                .startsWith(at("1: webhooks."))
                .contains(": expected a name without white space, control characters, ~ ( ) * and \\, found \"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "webhooks = 1|1: webhooks: expected an object, found a number",
                "webhooks.a = 1|1: webhooks.a: expected an object with a url, found a number",
                "webhooks.a { }|1: webhooks.a: expected a url, found none",
                "webhooks.a { url = null }|1: webhooks.a: expected a url, found none",
                "webhooks.a { url = \" \" }|1: webhooks.a.url: expected a text, found a blank one",
                "webhooks.a { url = [x] }|1: webhooks.a.url: expected one value, found a list",
                "webhooks.a { url = x, ws = 1 }|1: webhooks.a.ws: expected an object, found a number",
                "webhooks.a { url = x, concurrency = 0 }|1: webhooks.a.concurrency: expected a number from 1 to 256, found 0",
                "webhooks.a { url = x, concurrency = 1.5 }|1: webhooks.a.concurrency: expected a whole number, found \"1.5\"",
                "webhooks.a { url = x, enabled = maybe }|1: webhooks.a.enabled: expected true or false, found \"maybe\"",
                "webhooks.a { url = x, ordering = any }|1: webhooks.a.ordering: expected one of [key, strict, none], found \"any\"",
                "webhooks.a { url = x, retry.jitter = two }|1: webhooks.a.retry.jitter: expected a number, found \"two\"",
                "webhooks.a { url = x, retry.schedule = [1 s, Inf] }|1: webhooks.a.retry.schedule: expected a duration from 1 ms to 3650 days, such as 500 ms, 30 seconds or 2 hours, found \"Inf\"",
                "webhooks.a { url = x, format = \"a)(b\" }|1: webhooks.a.format: expected a name of letters, digits and hyphens, found \"a)(b\"",
                "webhooks.a { url = x, tokenName = T }|1: webhooks.a.tokenName: expected a token beside it, found none",
                "webhooks.a { url = x, token = t, auth.type = none }|1: webhooks.a.token: expected no auth.type beside it, for it stands for that",
                "webhooks.a { url = x, auth.token = \"file:\\u0000\" }|1: webhooks.a.auth.token: expected a path, found something else: Nul character not allowed",
                "webhooks.default { url = x, ws.ssl.trustManager.stores = [ { path = p } ] }|1: webhooks.default: expected another name, since it needs a profile for its ws.ssl, and default is built in",
                "webhooks.direct { url = x, ws.proxy.host = h }|1: webhooks.direct: expected another name, since it needs a profile for its ws.proxy, and direct is built in",
            })
    void value_againstARule_isAnErrorWithFileLineAndPath(String text, String message) throws IOException {
        DesiredConfigurations desired = parse(text);
        assertThat(desired.errors()).containsExactly(at(message));
        assertThat(desired.list()).isEmpty();
    }

    @Test
    void errors_several_areAllNamedInTheOrderOfTheLines() throws IOException {
        assertThat(parse("webhooks {\n  z { url = [] }\n  b = 1\n  a {\n  }\n}").errors())
                .containsExactly(
                        at("2: webhooks.z.url: expected one value, found a list"),
                        at("3: webhooks.b: expected an object with a url, found a number"),
                        at("4: webhooks.a: expected a url, found none"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "urll = x|urll: is not known; did you mean url?",
                "filtres = [amber]|filtres: is not known; did you mean filters?",
                "fitler = amber|fitler: is not known; did you mean filters?",
                "sign.key = k|sign.key: is not known; did you mean sign.keys?",
                "signing.keys = [k]|signing.keys: is not known; did you mean sign.keys?",
                "signature.keys = [k]|signature.keys: is not known; did you mean sign.keys?",
                "auth.secret = s|auth.secret: is not known",
                "retry.shedule = 1|retry.shedule: is not known; did you mean retry.schedule?",
                "wsConfig.ssl.pins = [p]|wsConfig.ssl.pins: is not known; did you mean ws.ssl.pins?",
                "format = cloudevents, cloudevent.mode = binary|cloudevent.mode: is not known",
                "token { value = t }|token: expected one value, found an object",
            })
    void key_thatIsMisspelt_isAnErrorWithASuggestion(String key, String message) throws IOException {
        DesiredConfigurations desired = parse("webhooks.a {\n url = x\n " + key + " }");
        assertThat(desired.errors()).containsExactly(at("3: webhooks.a." + message));
        assertThat(desired.list()).isEmpty();
    }

    @Test
    void headers_byTheirNames_areLines() throws IOException {
        assertThat(endpoint("webhooks.a { url = x, headers { X-A = 1, X-B = \"2, 3\", X-C = null } }"))
                .containsEntry("headers", new String[] {"X-A: 1", "X-B: 2, 3"})
                .doesNotContainKey("headers.X-A");
        assertThat(parse("webhooks.a { url = x, headers { X-A = [1] } }").errors())
                .containsExactly(at("1: webhooks.a.headers.X-A: expected one value, found a list"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zzzzzz = 1|webhooks.a.zzzzzz: is not known and has no effect",
                "tls.target = x, ws.ssl.enabledProtocols = [p]|webhooks.a.tls.target: chooses a profile, so ws.ssl has no effect here",
            })
    void key_withoutEffect_isAWarningWithFileLineAndSuggestion(String key, String message) throws IOException {
        DesiredConfigurations desired = parse("webhooks.a {\n url = x\n " + key + " }");
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).containsExactly(at("3: " + message));
        assertThat(desired.list()).hasSize(1);
    }
}
