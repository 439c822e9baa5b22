/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.NamedPids;
import io.audithook.webhook.settings.Spelling;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of configurations that are meant for us and that nobody reads: the name is misspelt, or is missing, or a file is named by the PID
 * with its tilde, which File Install takes for one without a factory, or it is bound to a bundle that does not read it. {@link #look} is
 * for one thread at a time.
 */
final class Strays implements ConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

    static final String PREFIX = "io.audithook.";

    /** Those with a name; the others are there once. */
    static final Set<String> FACTORIES = Set.of(
            EndpointConfig.PID, "io.audithook.tls", "io.audithook.proxy", "io.audithook.filter", "io.audithook.events");

    /** Endpoints are the many, and whether one of them is read is known elsewhere. */
    private static final String WANTED =
            "(&(service.pid=" + PREFIX + "*)(!(service.factoryPid=" + EndpointConfig.PID + ")))";

    /** So many looks without a change: then they are told that are wrong whoever may still come. */
    private static final int SOON = 3;

    /** So many looks without a change: at the start bundles that read them may still come. */
    private static final int SETTLED = 10;

    private static final String UNREAD = ": nobody reads this configuration";

    private final ConfigurationAdmin admin;
    private final Supplier<Map<String, Set<String>>> readers;
    private final Predicate<String> others;
    private final Set<String> told = new HashSet<>();
    private final AtomicInteger looks = new AtomicInteger();

    /**
     * @param readers the PIDs that we read, of factories, too, with the locations of the bundles that do
     * @param others whether somebody else reads a PID
     */
    Strays(ConfigurationAdmin admin, Supplier<Map<String, Set<String>>> readers, Predicate<String> others) {
        this.admin = admin;
        this.readers = readers;
        this.others = others;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getPid().startsWith(PREFIX) && !EndpointConfig.PID.equals(event.getFactoryPid())) {
            looks.set(0);
        }
    }

    /** To be called now and then. */
    void look() {
        if (looks.get() > SETTLED) {
            return;
        }
        int now = looks.incrementAndGet();
        if (now == SOON) {
            tell(false);
        } else if (now > SETTLED) {
            tell(true);
        }
    }

    /** @param all also of which it is only known that nobody reads them yet */
    private void tell(boolean all) {
        try {
            Set<String> strays = new HashSet<>();
            Map<String, Set<String>> ours = readers.get();
            for (Configuration one : FactoryConfigurations.list(admin, WANTED)) {
                String base = base(one.getPid(), one.getFactoryPid());
                if (ours.containsKey(base) || (all && !others.test(base))) {
                    judge(one.getPid(), one.getFactoryPid(), one.getBundleLocation(), ours)
                            .map(Location::oneLine)
                            .ifPresent(strays::add);
                }
            }
            strays.stream().filter(told::add).sorted().forEach(LOG::warn);
            if (all) {
                told.retainAll(strays);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The configurations cannot be listed, or one was deleted meanwhile", e);
        }
    }

    /** Whose configuration it is, without what says for which version of a bundle it is. */
    private static String base(String pid, String factory) {
        String base = factory == null ? ConfigurationValidator.factory(pid) : factory;
        int bar = base.indexOf('|');
        return bar < 0 ? base : base.substring(0, bar);
    }

    private static String last(String pid) {
        return pid.substring(Math.min(pid.length(), PREFIX.length()));
    }

    /**
     * What is wrong with a configuration so that nobody reads it, for people.
     *
     * @param factory null if it is of none
     * @param location what it is bound to; null if that is nothing
     * @param readers the PIDs that somebody reads, with the locations of those who do
     */
    static Optional<String> judge(String pid, String factory, String location, Map<String, Set<String>> readers) {
        String base = base(pid, factory);
        if (!readers.containsKey(base)) {
            return Optional.of(pid + UNREAD + "; " + instead(pid, base, readers.keySet()));
        }
        if (factory == null && FACTORIES.contains(base) && pid.equals(base)) {
            return Optional.of(pid + ": " + NamedPids.rule(base));
        }
        if (factory != null && !FACTORIES.contains(base)) {
            return Optional.of(pid + ": there is only one " + base
                    + ", without a name; this would take its place at the next start, so remove it");
        }
        if (factory == null && pid.startsWith(base + "~")) {
            return Optional.of(pid + UNREAD + ", since "
                    + (FACTORIES.contains(base)
                            ? "it is not one of the factory " + base + "; a file has to be called " + base + "-"
                                    + pid.substring(base.length() + 1) + ".cfg"
                            : "there is only one, without a name; did you mean " + base + "?"));
        }
        Optional<String> signs = NamedPids.ruleOfSigns(pid);
        if (signs.isPresent()) {
            return signs.map(mistake -> pid + ": " + mistake);
        }
        return Location.mistake(location, readers.get(base)).map(mistake -> pid + ": " + mistake);
    }

    /** What may have been meant, if that can be known, or else all that there is. */
    private static String instead(String pid, String base, Set<String> known) {
        String name = pid.length() > base.length() + 1 ? pid.substring(base.length() + 1) : "NAME";
        return named(base, known)
                .or(() -> Spelling.closest(
                                last(base), known.stream().map(Strays::last).toList())
                        .map(meant -> withName(PREFIX + meant, name)))
                .map(meant -> "did you mean " + meant + "?")
                .orElseGet(() -> "known are "
                        + known.stream()
                                .map(one -> withName(one, "NAME"))
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    private static String withName(String pid, String name) {
        return FACTORIES.contains(pid) ? pid + "~" + name : pid;
    }

    /** One of a factory that is written as its file is called, or with a dot. */
    private static Optional<String> named(String pid, Set<String> known) {
        return known.stream()
                .filter(factory -> FACTORIES.contains(factory)
                        && pid.length() > factory.length() + 1
                        && pid.startsWith(factory)
                        && "-._".indexOf(pid.charAt(factory.length())) >= 0)
                .findFirst()
                .map(factory -> withName(factory, pid.substring(factory.length() + 1)));
    }
}
