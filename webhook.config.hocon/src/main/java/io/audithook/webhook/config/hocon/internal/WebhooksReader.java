/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what a file says of webhooks: those of TheHive 3 itself, those of TheHive 4 by a {@link NotificationReader}, and
 * what neither has by an {@link AudithookReader}. A {@code ws} block is inherited, the nearest wins, key by key:
 * {@code play.ws}, {@code ws}, {@code webhooks.ws}, {@code webhooks.NAME.ws}. A {@code cert} counts as a trust store
 * in the {@code ws} beside it, which wins over it.
 */
final class WebhooksReader {

    private static final String WEBHOOKS = "webhooks";

    /** More than one container should serve. */
    private static final int MAX_ENDPOINTS = 20_000;

    /** More than anybody can tell apart. */
    private static final int MAX_FILTERS = 5_000;

    private static final String PLAY = "play";

    private static final Set<String> ROOTS =
            Set.of(AudithookReader.AUDITHOOK, WEBHOOKS, "notification", EndpointKeys.WS, PLAY + "." + EndpointKeys.WS);

    private static final String[] NOTIFICATION = {"notification", "webhook", "endpoints"};

    private final Values values;
    private final Problems problems;
    private final boolean isProxyInProperties;

    /** @param isProxyInProperties whether the properties of the JVM name a proxy */
    WebhooksReader(Values values, Problems problems, boolean isProxyInProperties) {
        this.values = values;
        this.problems = problems;
        this.isProxyInProperties = isProxyInProperties;
    }

    /** The configurations that a file asks for; what an endpoint needs comes before it. */
    List<Desired> read(ConfigObject file) {
        List<Desired> desired = new ArrayList<>();
        Optional<Setting> own = at(file, AudithookReader.AUDITHOOK);
        own.ifPresent(setting -> desired.addAll(new AudithookReader(values, problems).read(setting)));
        Set<String> filters = own.map(AudithookReader::filterNames).orElse(Set.of());
        if (filters.size() > MAX_FILTERS) {
            problems.error(
                    own.orElseThrow(), "expected no more than " + MAX_FILTERS + " filters, found " + filters.size());
        }
        EndpointReader endpoints = new EndpointReader(values, problems, filters, isProxyInProperties);
        EndpointNames names = new EndpointNames(problems);
        Optional<Setting> webhooks = at(file, WEBHOOKS);
        Optional<Setting> notification = at(file, NOTIFICATION);
        quoted(file);
        misspelt(file, AudithookReader.AUDITHOOK);
        misspelt(file, WEBHOOKS);
        misspelt("", file, 0, true);
        webhooks.ifPresent(setting -> desired.addAll(read(file, setting, endpoints, names)));
        notification.ifPresent(
                setting -> desired.addAll(new NotificationReader(values, problems, endpoints).read(setting, names)));
        at(file, "notification", "webhook").ifPresent(this::beside);
        if (names.count() > MAX_ENDPOINTS) {
            problems.error(
                    webhooks.or(() -> notification).orElseThrow(),
                    "expected no more than " + MAX_ENDPOINTS + " endpoints, found " + names.count());
        }
        return desired;
    }

    private List<Desired> read(ConfigObject file, Setting webhooks, EndpointReader endpoints, EndpointNames names) {
        if (!(webhooks.value() instanceof ConfigObject object)) {
            problems.error(webhooks, "expected an object, found " + Values.typeOf(webhooks.value()));
            return List.of();
        }
        List<Desired> desired = new ArrayList<>();
        Map<String, Setting> inherited = inherited(file, object);
        for (String name : new TreeSet<>(object.keySet())) {
            ConfigValue value = object.get(name);
            if (!name.equals(EndpointKeys.WS) && !Values.isNull(value)) {
                Setting setting = webhooks.child(ConfigUtil.joinPath(name), value);
                names.take(name, setting).ifPresent(own -> desired.addAll(endpoints.read(own, setting, inherited)));
            }
        }
        return desired;
    }

    private Map<String, Setting> inherited(ConfigObject file, ConfigObject webhooks) {
        Map<String, Setting> play = block(at(file, PLAY, EndpointKeys.WS));
        boolean overruled = play.containsKey(SslReader.TRUST_STORES);
        Map<String, Setting> inherited = at(file, PLAY, EndpointKeys.CERT)
                .map(cert -> Certificates.asTrustStore(cert, "play.ws", overruled, values, problems))
                .orElse(Map.of());
        inherited = Leaves.merged(inherited, play);
        inherited = Leaves.merged(inherited, block(at(file, EndpointKeys.WS)));
        return Leaves.merged(
                inherited,
                block(at(webhooks, EndpointKeys.WS).map(ws -> new Setting(WEBHOOKS + "." + ws.path(), ws.value()))));
    }

    private Map<String, Setting> block(Optional<Setting> setting) {
        if (setting.isEmpty()) {
            return Map.of();
        }
        if (setting.get().value() instanceof ConfigObject object) {
            return WsReader.level(Leaves.of(object, setting.get().path(), problems), problems);
        }
        problems.error(
                setting.get(),
                "expected an object, found " + Values.typeOf(setting.get().value()));
        return Map.of();
    }

    /** Quotes make one key of what was meant to be a path. */
    private void quoted(ConfigObject file) {
        quoted("", file, ROOTS);
        at(file, PLAY).ifPresent(play -> quoted(play.path() + ".", play.value(), Set.of(EndpointKeys.WS)));
        at(file, NOTIFICATION[0])
                .ifPresent(outer -> quoted(outer.path() + ".", outer.value(), Set.of(NOTIFICATION[1])));
    }

    private void quoted(String path, ConfigValue outer, Set<String> roots) {
        if (!(outer instanceof ConfigObject object)) {
            return;
        }
        Children.of(object).forEach((key, value) -> {
            if (key.contains(".") && roots.stream().anyMatch(root -> key.equals(root) || key.startsWith(root + "."))) {
                problems.error(
                        new Setting(path + ConfigUtil.joinPath(key), value),
                        "is one key with dots in it, which is not known; leave out the quotes around it");
            }
        });
    }

    /**
     * The rest of the file is none of our business, but a key that is nearly ours may be. Were it passed over, all that is
     * below it would be removed.
     */
    private void misspelt(ConfigObject file, String meant) {
        Children.of(file).forEach((key, value) -> {
            if (isNearly(key, meant) && (value instanceof ConfigObject || value instanceof ConfigList)) {
                notKnown(new Setting(ConfigUtil.joinPath(key), value), meant);
            }
        });
    }

    /** The same of the list of TheHive 4. What is on the way to it but leads elsewhere is somebody else's. */
    private void misspelt(String path, ConfigObject object, int level, boolean spelt) {
        boolean last = level == NOTIFICATION.length - 1;
        Children.of(object).forEach((key, value) -> {
            boolean exact = key.equals(NOTIFICATION[level]);
            if (Values.isNull(value) || (!exact && !isNearly(key, NOTIFICATION[level]))) {
                return;
            }
            Setting setting = new Setting(path + ConfigUtil.joinPath(key), value);
            if (!last && value instanceof ConfigObject child) {
                misspelt(setting.path() + ".", child, level + 1, spelt && exact);
            } else if (last && !(spelt && exact)) {
                notKnown(setting, String.join(".", NOTIFICATION));
            } else if (!last && level > 0) {
                problems.error(
                        setting,
                        "expected an object with " + NOTIFICATION[level + 1] + ", found " + Values.typeOf(value));
            }
        });
    }

    /** What stands beside the list of TheHive 4 and is for its endpoints has no effect there. */
    private void beside(Setting webhook) {
        if (!(webhook.value() instanceof ConfigObject object)) {
            return;
        }
        Children.of(object).forEach((key, value) -> {
            if (Values.isNull(value) || key.equals(NOTIFICATION[2]) || isNearly(key, NOTIFICATION[2])) {
                return;
            }
            Setting setting = webhook.child(ConfigUtil.joinPath(key), value);
            boolean isEndpoint = value instanceof ConfigObject child && child.containsKey(EndpointKeys.URL);
            if (isEndpoint || NotificationReader.isWord(key)) {
                problems.error(
                        setting, "is not known here; it belongs into the list " + String.join(".", NOTIFICATION));
            } else {
                problems.warn(setting, "is not known and has no effect");
            }
        });
    }

    private void notKnown(Setting setting, String meant) {
        problems.error(setting, "is not known; did you mean " + meant + "?");
    }

    private static boolean isNearly(String key, String meant) {
        return !key.equals(meant) && Spelling.closest(key, Set.of(meant)).isPresent();
    }

    private static Optional<Setting> at(ConfigObject object, String... path) {
        ConfigValue value = object;
        for (String name : path) {
            value = value instanceof ConfigObject parent ? parent.get(name) : null;
        }
        return Values.isNull(value) ? Optional.empty() : Optional.of(new Setting(String.join(".", path), value));
    }
}
