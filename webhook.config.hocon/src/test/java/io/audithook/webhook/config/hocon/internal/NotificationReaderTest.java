/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints as TheHive 4 and 5 write them. */
class NotificationReaderTest extends HoconTestBase {

    private static String one(String more) {
        return "notification.webhook.endpoints = [ {\n name = a, url = x, " + more + "\n} ]";
    }

    @Test
    void example_local_isAnEndpoint() throws IOException {
        DesiredConfigurations desired = parse(example("thehive4-local.conf"));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).isEmpty();
        assertThat(desired.list())
                .extracting(Desired::pid, Desired::properties)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "io.audithook.endpoint~local", Map.of("url", "http://127.0.0.1:5000/", "auth.type", "none")));
    }

    @Test
    void example_proxyAndKeys_areEndpointsWithProfiles() throws IOException {
        DesiredConfigurations desired = parse(example("thehive4-secured.conf"));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).isEmpty();
        assertThat(desired.list())
                .extracting(Desired::pid)
                .containsExactly(
                        "io.audithook.tls~siem",
                        "io.audithook.proxy~siem",
                        "io.audithook.endpoint~siem",
                        "io.audithook.tls~ticketing",
                        "io.audithook.endpoint~ticketing");
        assertThat(desired.list().get(0).properties())
                .isEqualTo(
                        Map.of("trust.type", "PEM", "trust.path", path("ca.pem").toString()));
        assertThat(desired.list().get(1).properties())
                .isEqualTo(Map.of("type", "http", "host", "10.1.2.10", "port", 8080, "user", "audit", "password", "p"));
        assertThat(desired.list().get(2).properties())
                .containsEntry("timeout.request", "10000 ms")
                .containsEntry("auth.type", "basic")
                .containsEntry("auth.user", "thehive")
                .containsEntry("auth.password", "secret");
        assertThat(desired.list().get(3).properties())
                .isEqualTo(Map.of(
                        "key.type", "pkcs12", "key.path", path("client.p12").toString(), "key.password", "changeit"));
        assertThat(desired.list().get(4).properties())
                .containsEntry("auth.type", "header")
                .containsEntry("auth.header", "Authorization")
                .containsEntry("auth.value", "0123456789abcdef");
    }

    @Test
    void example_wholeFile_isReadWithoutTheRest() throws IOException {
        DesiredConfigurations desired = parse(example("thehive4-application.conf"));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings())
                .hasSize(3)
                .anySatisfy(warning -> assertThat(warning).contains("[1].version: has no effect: "))
                .anySatisfy(
                        warning -> assertThat(warning).contains("[1].includedTheHiveOrganisations: has no effect: "))
                .anySatisfy(warning -> assertThat(warning).contains("[1].wsConfig.followRedirects: has no effect: "));
        assertThat(desired.list())
                .extracting(Desired::pid)
                .containsExactly("io.audithook.endpoint~shuffle", "io.audithook.endpoint~n8n");
        assertThat(desired.list().get(1).properties())
                .containsEntry("auth.type", "bearer")
                .containsEntry("auth.token", "t0ken")
                .containsEntry("timeout.connect", "3000 ms");
    }

    @Test
    void name_asFreeText_isMadeAName() throws IOException {
        DesiredConfigurations desired = parse(
                "notification.webhook.endpoints = [ { name = \"My (local)  hook\", url = x }, { name = My-local-hook, url = y } ]");
        assertThat(desired.notices())
                .containsExactly(at("1: notification.webhook.endpoints[0].name: is the endpoint My-local-hook here,"
                        + " since its name goes into a PID"));
        assertThat(desired.errors())
                .singleElement()
                .asString()
                .contains("endpoints[1].name: expected a name of its own");
    }

    @Test
    void wsConfig_literalAndNestedKeys_areTheSame() throws IOException {
        assertThat(endpoint(one("wsConfig { \"timeout.connection\" = 1 s, timeout { idle = 2 s } }")))
                .containsEntry("timeout.connect", "1000 ms")
                .containsEntry("timeout.idle", "2000 ms");
    }

    @Test
    void wsConfig_inheritsNothing() throws IOException {
        assertThat(endpoint("play.ws.timeout.idle = 1 s, ws.timeout.idle = 1 s\n" + one("wsConfig {}")))
                .doesNotContainKey("timeout.idle");
    }

    @Test
    void ourKeys_areTakenAsWell() throws IOException {
        assertThat(endpoint(one("retry.schedule = [1 s], auth { type = bearer, token = t }, sign.keys = [k]")))
                .containsEntry("retry.schedule", "1000 ms")
                .containsEntry("auth.token", "t")
                .containsEntry("sign.keys", new String[] {"k"});
    }

    @Test
    void endpoints_appended_areOneList() throws IOException {
        assertThat(parse("""
                        notification.webhook.endpoints += { name = a, url = x }
                        notification.webhook.endpoints += { name = b, url = y }
                        webhooks.c.url = z
                        """).list()).extracting(Desired::name).containsExactly("c", "a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version = 0",
                "version = null",
                "includedTheHiveOrganisations = [\"*\"]",
                "includedTheHiveOrganisations = []",
                "includedTheHiveOrganisations = [cert, \"*\"]",
                "excludedTheHiveOrganisations = []",
                "excludedTheHiveOrganisations = null",
            })
    void key_thatAsksForWhatIsDoneAnyway_isNoWarning(String key) throws IOException {
        assertThat(parse(one(key)).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version = 1|version: has no effect: events are sent in the form in which they were published",
                "includedTheHiveOrganisations = [cert]|includedTheHiveOrganisations: has no effect: events of all organisations are sent; have a filter keep back what must not go there (filters)",
                "excludedTheHiveOrganisations = [cert]|excludedTheHiveOrganisations: has no effect: events of all organisations are sent; have a filter keep back what must not go there (filters)",
                "auth { type = basic, username = u, password = p, key = k }|auth.key: has no effect with auth.type = basic",
                "auth { type = none, key = k }|auth.key: has no effect with auth.type = none",
            })
    void key_withoutEffect_isNamedOnce(String key, String message) throws IOException {
        DesiredConfigurations desired = parse(one(key));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).containsExactly(at("2: notification.webhook.endpoints[0]." + message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|: expected a list of endpoints, found a number",
                "{ a { url = x } }|: expected a list of endpoints, found an object",
                "[ 1 ]|[0]: expected an object with a name and a url, found a number",
                "[ { url = x } ]|[0]: expected a name, found none",
                "[ { name = [], url = x } ]|[0].name: expected one value, found a list",
                "[ { name = \"~ *\", url = x } ]|[0]: expected a name without white space, control characters, ~ ( ) * and \\, found \"~ *\"",
                "[ { name = a } ]|[0]: expected a url, found none",
                "[ { name = a, url = x, version = x } ]|[0].version: expected a whole number, found \"x\"",
                "[ { name = a, url = x, wsConfig = 1 } ]|[0].wsConfig: expected an object, found a number",
                "[ { name = a, url = x, wsConfig.proxy.port = 1 } ]|[0].wsConfig.proxy.port: expected a host beside it, found none",
            })
    void list_againstARule_isAnError(String list, String message) throws IOException {
        assertThat(parse("notification.webhook.endpoints = " + list).errors())
                .containsExactly(at("1: notification.webhook.endpoints" + message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wsconfig.ssl.pins = [p]|wsconfig.ssl.pins: is not known; did you mean wsConfig.ssl.pins?",
                "wsConfg { timeout.idle = 1 s }|wsConfg.timeout.idle: is not known; did you mean wsConfig.timeout.idle?",
                "wsConfig.timeouts.request = 1 s|wsConfig.timeouts.request: is not known; did you mean timeout.request?",
                "includeTheHiveOrganisations = [cert]|includeTheHiveOrganisations: is not known; did you mean includedTheHiveOrganisations?",
                "auth.tokn = k|auth.tokn: is not known; did you mean auth.token?",
                "filtres = [amber]|filtres: is not known; did you mean filters?",
                "wsConfig.auth.type = basic|wsConfig.auth.type: is no key of a ws block; it belongs beside the url of an endpoint",
                "wsConfig.filters = [amber]|wsConfig.filters: is no key of a ws block; it belongs beside the url of an endpoint",
                "wsConfig.sign.keys = [k]|wsConfig.sign.keys: is no key of a ws block; it belongs beside the url of an endpoint",
                "auth.key = k|auth.key: expected auth.type = bearer or key beside it, found none",
                "auth { type = apikey, key = k }|auth.key: expected auth.type = bearer or key beside it, found apikey",
            })
    void key_thatIsMisspelt_isAnErrorWithASuggestion(String key, String message) throws IOException {
        DesiredConfigurations desired = parse(one(key));
        assertThat(desired.errors()).containsExactly(at("2: notification.webhook.endpoints[0]." + message));
        assertThat(desired.list()).isEmpty();
    }

    @Test
    void authType_inCapitals_isTheSame() throws IOException {
        DesiredConfigurations desired = parse(one("auth { type = Bearer, key = k }"));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.list().get(0).properties()).containsEntry("auth.token", "k");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth { type = bearer, key = k }|auth",
                "includedTheHiveOrganisations = [x]|includedTheHiveOrganisations",
                "wsConfig.proxy.host = h|wsConfig",
                "a { url = x }|a",
            })
    void key_besideTheList_isAnError(String key, String named) throws IOException {
        assertThat(parse("notification.webhook {\n" + key + "\nendpoints = [{ name = b, url = y }] }")
                        .errors())
                .containsExactly(at("2: notification.webhook." + named
                        + ": is not known here; it belongs into the list notification.webhook.endpoints"));
    }

    @Test
    void objects_sideBySideWithoutAComma_areAnError() throws IOException {
        assertThat(parse("""
                        notification.webhook.endpoints = [
                          { name = a, url = x, auth { type = bearer, key = k } } { name = b, url = y }
                        ]
                        """).errors())
                .singleElement()
                .asString()
                .startsWith(at("2: notification.webhook.endpoints"))
                .endsWith(": two objects side by side in a list are one for HOCON; put a comma between them");
        assertThat(parse("""
                        base { url = x }
                        notification.webhook.endpoints = [
                          ${base} { name = a }
                          { name = b, url = y }
                          { name = c, url = z }, { name = d, url = z }
                        ]
                        """).errors()).isEmpty();
    }

    @Test
    void cert_besideStores_isNamedAsWithoutEffect() throws IOException {
        DesiredConfigurations desired =
                parse(one("cert = c.pem, wsConfig.ssl.trustManager.stores = [{ path = t.pem }]"));
        assertThat(desired.warnings())
                .containsExactly(at("2: notification.webhook.endpoints[0].cert: has no effect beside"
                        + " notification.webhook.endpoints[0].wsConfig.ssl.trustManager.stores; add it to these"));
        assertThat(parse(one("cert = c.pem")).warnings())
                .singleElement()
                .asString()
                .contains("is deprecated; use notification.webhook.endpoints[0].wsConfig.ssl.trustManager.stores");
    }

    @Test
    void name_usedTwice_isAnErrorNamingBoth() throws IOException {
        assertThat(parse("webhooks.a.url = x\n" + one("version = 0")).errors())
                .containsExactly(at("3: notification.webhook.endpoints[0].name: expected a name of its own, found the"
                        + " one of webhooks.a in " + path("a.conf") + ": 1"));
    }
}
