/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.secret;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is made of secrets, and made anew when a file among them has changed. A new content counts once two looks in a
 * row have found it: half of a file that is being written does not. What cannot be read, or breaks a rule, changes
 * nothing and is told once.
 *
 * <p>{@link #get()} costs a read of a field and is for any thread.
 *
 * @param <T> what is made; immutable, or safe for use by many threads
 */
public final class Rotating<T> implements Supplier<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Rotating.class);

    private final String name;
    private final List<Secret> secrets;
    private final Function<List<String>, T> maker;
    private volatile T current;

    // For look only

    private List<String> used;
    private List<String> candidate;
    private List<Object> settled;
    private String trouble = "";

    /**
     * Makes it for the first time.
     *
     * @param name for messages: the keys it is configured by
     * @param secrets what it is made of
     * @param maker makes it of the resolved secrets, in their order; its messages must show none of them
     * @throws SecretFileException if one cannot be resolved or breaks a rule, and a file may be at fault
     * @throws IllegalArgumentException the same where no file is
     */
    public Rotating(String name, List<Secret> secrets, Function<List<String>, T> maker) {
        this.name = Objects.requireNonNull(name, "name");
        this.secrets = List.copyOf(secrets);
        this.maker = Objects.requireNonNull(maker, "maker");
        try {
            used = resolve();
            current = maker.apply(used);
        } catch (IllegalArgumentException e) {
            throw isFixed() ? e : new SecretFileException(e);
        }
    }

    /** What is made of the secrets as they were last found in order. */
    @Override
    public T get() {
        return current;
    }

    /** Whether it stays as it is. */
    boolean isFixed() {
        return secrets.stream().noneMatch(Secret::isFile);
    }

    /**
     * Looks whether a file has changed.
     *
     * @param owner whose it is, for messages
     */
    synchronized void look(String owner) {
        List<Object> stamps = secrets.stream().map(Secret::stamp).toList();
        if (candidate == null && stamps.equals(settled)) {
            return;
        }
        List<String> found;
        try {
            found = resolve();
        } catch (IllegalArgumentException e) {
            candidate = null;
            settled = null;
            troubled(owner, e.getMessage());
            return;
        }
        if (found.equals(used)) {
            settle(stamps);
            trouble = "";
            return;
        }
        if (!found.equals(candidate)) {
            candidate = found;
            return;
        }
        settle(stamps);
        try {
            current = maker.apply(found);
        } catch (IllegalArgumentException e) {
            troubled(owner, e.getMessage());
            return;
        }
        used = found;
        trouble = "";
        LOG.info("{} {} has changed and is used from now on", owner, name);
    }

    private void settle(List<Object> stamps) {
        candidate = null;
        settled = stamps;
    }

    private void troubled(String owner, String message) {
        if (!message.equals(trouble)) {
            trouble = message;
            LOG.warn("{} goes on with the {} it has: {}", owner, name, message);
        }
    }

    private List<String> resolve() {
        return secrets.stream().map(Secret::resolve).toList();
    }

    @Override
    public String toString() {
        return "Rotating[" + name + "]";
    }
}
