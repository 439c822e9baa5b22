/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads one entry of {@code webhooks}. */
final class EndpointReader {

    private static final String TIMEOUT_CONNECT = "timeout.connect";
    private static final String TIMEOUT_REQUEST = "timeout.request";

    private static final String AUTH_TYPE = "auth.type";
    private static final String AUTH_SCHEME = "auth.scheme";
    private static final String AUTH_TOKEN = "auth.token";

    private static final String FILTERS_TARGET = "filters.target";
    private static final String FILTERS_MINIMUM = "filters.cardinality.minimum";

    private final Values values;
    private final Problems problems;
    private final Set<String> filters;
    private final boolean isProxyInProperties;

    /**
     * Makes a reader of entries.
     *
     * @param filters the names of the filters that the file has
     * @param isProxyInProperties whether the properties of the JVM name a proxy
     */
    EndpointReader(Values values, Problems problems, Set<String> filters, boolean isProxyInProperties) {
        this.values = values;
        this.problems = problems;
        this.filters = Set.copyOf(filters);
        this.isProxyInProperties = isProxyInProperties;
    }

    /**
     * The endpoint and, before it, the profiles that it needs; of no meaning if there were errors.
     *
     * @param setting the entry
     * @param inherited what the {@code ws} blocks farther out say
     */
    List<Desired> read(String name, Setting setting, Map<String, Setting> inherited) {
        if (!(setting.value() instanceof ConfigObject object)) {
            problems.error(setting, "expected an object with a url, found " + Values.typeOf(setting.value()));
            return List.of();
        }
        for (String key : List.of(EndpointKeys.FILTERS, "auth", "sign")) {
            if (object.get(key) instanceof ConfigObject none && none.isEmpty()) {
                problems.error(setting.child(key, none), "expected what is to be done, found an empty object");
            }
        }
        return read(name, setting, Leaves.of(object, setting.path(), problems), inherited, EndpointKeys.WS);
    }

    /**
     * The same of an entry that has been taken apart.
     *
     * @param all its settings
     * @param wsWord what its {@code ws} block is called
     */
    List<Desired> read(
            String name, Setting setting, Map<String, Setting> all, Map<String, Setting> inherited, String wsWord) {
        if (!Names.isName(name)) {
            problems.error(setting, Names.wrong(name));
            return List.of();
        }
        Map<String, Setting> own = new TreeMap<>(all);
        own.keySet().removeIf(key -> key.startsWith(EndpointKeys.WS + "."));
        own.values().removeIf(value -> value.value().valueType() == ConfigValueType.NULL);
        if (!own.containsKey(EndpointKeys.URL)) {
            problems.error(setting, "expected a url, found none");
        }
        if (own.containsKey(EndpointKeys.WS)) {
            Setting ws = own.get(EndpointKeys.WS);
            problems.error(ws, "expected an object, found " + Values.typeOf(ws.value()));
        }
        // what is only wrong together with its own block is not wrong for the others
        boolean hasOwnBlock = all.keySet().stream().anyMatch(key -> key.startsWith(EndpointKeys.WS + "."));
        Problems ours = hasOwnBlock ? problems.of(setting.path()) : problems;
        WsReader ws = new WsReader(values, ours);
        Map<String, Setting> blocks = ws(all, own, setting, inherited, wsWord);
        overruled(blocks, own, setting);
        ws.read(blocks);
        if (isProxyInProperties && !own.containsKey(Profile.PROXY.target)) {
            ws.proxyOfProperties(setting);
        }
        Draft endpoint = ws.endpoint();
        EndpointKeys.read(own, values, problems, endpoint);
        if (!own.containsKey(TIMEOUT_CONNECT)) {
            notLongerThanTheWhole(blocks.get(WsReader.TIMEOUT_CONNECTION), endpoint, ours);
        }
        token(own, endpoint);
        Set<String> needed = filters(own, endpoint);
        List<Desired> desired = new ArrayList<>();
        for (Profile profile : Profile.values()) {
            Draft properties = profile == Profile.TLS ? ws.tls() : ws.proxy();
            if (isNeeded(profile, name, setting, all, own, properties)) {
                endpoint.put(
                        profile.target,
                        "(" + profile.attribute + "=" + name + ")",
                        properties.places().values().iterator().next());
                desired.add(Desired.of(profile.factoryPid, name, properties));
            }
        }
        needed.retainAll(filters);
        desired.add(new Desired(Desired.ENDPOINT, name, endpoint.values(), endpoint.places(), needed));
        return desired;
    }

    /** What the entry says itself counts, where its own {@code ws} block says something else; over inherited blocks it is meant to. */
    private void overruled(Map<String, Setting> blocks, Map<String, Setting> own, Setting entry) {
        blocks.forEach((key, setting) -> WsReader.meaning(key)
                .filter(ours -> own.containsKey(ours) && setting.path().startsWith(entry.path() + "."))
                .ifPresent(ours -> problems.warn(setting, "has no effect: " + ours + " beside the url says it")));
    }

    /** Play takes a time to connect that is longer than that of the request, and ends with the request. */
    private static void notLongerThanTheWhole(Setting connection, Draft endpoint, Problems problems) {
        String connect = (String) endpoint.values().get(TIMEOUT_CONNECT);
        String request = (String) endpoint.values().get(TIMEOUT_REQUEST);
        if (connect != null && request != null && millis(connect) > millis(request)) {
            problems.warn(
                    connection,
                    "is longer than " + TIMEOUT_REQUEST + ", so it counts as that: " + connect + " as " + request);
            endpoint.put(TIMEOUT_CONNECT, request, connection);
        }
    }

    private static long millis(String duration) {
        return Durations.millis(duration).orElseThrow();
    }

    private Map<String, Setting> ws(
            Map<String, Setting> all,
            Map<String, Setting> own,
            Setting entry,
            Map<String, Setting> inherited,
            String wsWord) {
        Map<String, Setting> merged = inherited;
        Map<String, Setting> nearest = WsReader.level(Leaves.below(all, EndpointKeys.WS + "."), problems);
        Setting cert = own.get(EndpointKeys.CERT);
        if (cert != null) {
            boolean overruled = nearest.containsKey(SslReader.TRUST_STORES);
            String ws = entry.path() + "." + wsWord;
            merged = Leaves.merged(merged, Certificates.asTrustStore(cert, ws, overruled, values, problems));
        }
        return Leaves.merged(merged, nearest);
    }

    /** What later patches of TheHive have for bearer tokens. */
    private void token(Map<String, Setting> own, Draft endpoint) {
        Setting token = own.get(EndpointKeys.TOKEN);
        Setting name = own.get(EndpointKeys.TOKEN_NAME);
        if (token == null) {
            if (name != null) {
                problems.error(name, "expected a token beside it, found none");
            }
            return;
        }
        for (String key : List.of(AUTH_TYPE, AUTH_SCHEME, AUTH_TOKEN)) {
            if (endpoint.containsKey(key)) {
                problems.error(token, "expected no " + key + " beside it, for it stands for that");
            }
        }
        endpoint.put(AUTH_TYPE, "bearer", token);
        values.secret(token).ifPresent(text -> endpoint.put(AUTH_TOKEN, text, token));
        endpoint.put(AUTH_SCHEME, "Bearer", token);
        if (name != null) {
            values.filled(name).ifPresent(text -> endpoint.put(AUTH_SCHEME, text, name));
        }
    }

    /** The filters that it names, each of which has to be there. */
    private Set<String> filters(Map<String, Setting> own, Draft endpoint) {
        Setting setting = own.get(EndpointKeys.FILTERS);
        Set<String> names = new LinkedHashSet<>();
        if (setting == null) {
            return names;
        }
        for (String key : List.of(FILTERS_TARGET, FILTERS_MINIMUM)) {
            if (endpoint.containsKey(key)) {
                problems.error(setting, "expected no " + key + " beside it, for it stands for that");
            }
        }
        values.texts(setting).ifPresent(names::addAll);
        if (names.isEmpty() && EndpointKeys.isNothing(setting.value())) {
            if (setting.value() instanceof ConfigList) {
                problems.warn(setting, "is empty: events go out unfiltered");
            } else {
                problems.error(setting, "expected the name of a filter, found a blank text");
            }
        }
        StringBuilder target = new StringBuilder();
        for (String name : names) {
            if (!Names.isName(name)) {
                problems.error(setting, Names.wrong(name));
            } else if (!filters.contains(name)) {
                String suggestion = Spelling.suggestion(name, filters);
                if (!suggestion.isEmpty()) {
                    problems.warn(setting, "names " + name + ", which is no filter of this file" + suggestion);
                }
            }
            target.append("(filter.name=").append(name).append(')');
        }
        if (!names.isEmpty()) {
            endpoint.put(FILTERS_TARGET, names.size() == 1 ? target.toString() : "(|" + target + ")", setting);
            endpoint.put(FILTERS_MINIMUM, names.size(), setting);
        }
        return names;
    }

    private boolean isNeeded(
            Profile profile,
            String name,
            Setting entry,
            Map<String, Setting> all,
            Map<String, Setting> own,
            Draft properties) {
        if (properties.isEmpty()) {
            return false;
        }
        if (own.containsKey(profile.target)) {
            // over what is inherited it is meant to win
            String block = EndpointKeys.WS + "." + profile.block + ".";
            if (all.keySet().stream().anyMatch(key -> key.startsWith(block))) {
                problems.warn(
                        own.get(profile.target), "chooses a profile, so ws." + profile.block + " has no effect here");
            }
            return false;
        }
        if (name.equals(profile.builtIn)) {
            // the endpoint would get the built-in one
            problems.error(
                    entry,
                    "expected another name, since it needs a profile for its ws." + profile.block + ", and "
                            + profile.builtIn + " is built in");
        }
        return true;
    }

    private enum Profile {
        TLS(Desired.TLS, "ssl", "tls.target", "tls.name", "default"),
        PROXY(Desired.PROXY, "proxy", "proxy.target", "proxy.name", "direct");

        /** Where such profiles are made. */
        private final String factoryPid;
        /** Where it is in the file. */
        private final String block;
        /** The key of an endpoint that chooses one. */
        private final String target;
        /** What it is chosen by. */
        private final String attribute;
        /** The name of the one that is always there. */
        private final String builtIn;

        Profile(String factoryPid, String block, String target, String attribute, String builtIn) {
            this.factoryPid = factoryPid;
            this.block = block;
            this.target = target;
            this.attribute = attribute;
            this.builtIn = builtIn;
        }
    }
}
