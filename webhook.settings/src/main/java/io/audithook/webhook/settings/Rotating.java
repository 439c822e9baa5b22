/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private final Set<Path> files;
    private final Function<List<String>, T> maker;
    private volatile T current;

    // For look only

    private final FileHashes hashes = new FileHashes();
    /** What was in the files when they were looked at last. */
    private Map<Path, String> seen;
    /** What was in the files before they were read last. */
    private Map<Path, String> tried;

    private List<String> used;
    private String trouble = "";

    /**
     * Makes it for the first time.
     *
     * @param name for messages: the keys it is configured by
     * @param secrets what it is made of
     * @param maker makes it of the resolved secrets, in their order and without the blanks around them; its messages
     *     must show none of them
     * @throws IllegalArgumentException if one cannot be resolved or breaks a rule
     */
    public Rotating(String name, List<Secret> secrets, Function<List<String>, T> maker) {
        this.name = Objects.requireNonNull(name, "name");
        this.secrets = List.copyOf(secrets);
        this.maker = Objects.requireNonNull(maker, "maker");
        files = secrets.stream().map(Secret::file).flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
        tried = hashes.of(files);
        seen = tried;
        used = resolve();
        current = maker.apply(used);
    }

    /** What is made of the secrets as they were last found in order. */
    @Override
    public T get() {
        return current;
    }

    /** Whether it stays as it is. */
    boolean isFixed() {
        return files.isEmpty();
    }

    /**
     * Looks whether a file has changed.
     *
     * @param owner whose it is, for messages
     */
    synchronized void look(String owner) {
        Map<Path, String> now = hashes.of(files);
        boolean still = now.equals(seen);
        seen = now;
        // a file that has just changed may still be being written
        if (!still || now.equals(tried)) {
            return;
        }
        tried = now;
        try {
            List<String> found = resolve();
            if (!found.equals(used)) {
                current = maker.apply(found);
                used = found;
                LOG.info("{} {} has changed and is used from now on", owner, name);
            }
            trouble = "";
        } catch (IllegalArgumentException e) {
            troubled(owner, e.getMessage());
        }
    }

    private void troubled(String owner, String message) {
        if (!message.equals(trouble)) {
            trouble = message;
            LOG.warn("{} goes on with the {} it has: {}", owner, name, message);
        }
    }

    private List<String> resolve() {
        return secrets.stream().map(secret -> secret.resolve().strip()).toList();
    }

    @Override
    public String toString() {
        return "Rotating[" + name + "]";
    }
}
