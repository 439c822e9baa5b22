/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that make up a configuration, within limits: a file may include itself twice. */
final class SourceFiles {

    private static final int MAX_INCLUDES = 1000;

    private final Map<Path, String> fingerprints = new LinkedHashMap<>();
    private int count;
    private long bytes;

    /**
     * To be called before a file is read.
     *
     * @return whether it is there
     * @throws ConfigException if it must not be read
     */
    boolean open(Path file) {
        fingerprints.putIfAbsent(file, Fingerprint.of(file));
        if (!Files.exists(file)) {
            return false;
        }
        if (!Files.isRegularFile(file)) {
            throw new ConfigException.Generic(file + ": is not a file");
        }
        count++;
        if (count > MAX_INCLUDES) {
            throw new ConfigException.Generic(file + ": is the " + count + "th file that is included, the limit is "
                    + MAX_INCLUDES + "; does it include itself?");
        }
        try {
            bytes += Files.size(file);
        } catch (IOException e) {
            throw new ConfigException.Generic(file + ": cannot be read: " + e, e);
        }
        if (bytes > Fingerprint.MAX_BYTES) {
            throw new ConfigException.Generic(
                    file + ": is larger than " + Fingerprint.MAX_BYTES + " bytes, together with what is included");
        }
        return true;
    }

    Map<Path, String> fingerprints() {
        return fingerprints;
    }
}
