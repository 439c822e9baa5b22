/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.util.Set;

/** Includes files, relative to the folder of the main file. Refuses URLs and the class path. */
final class FileIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    private final Path folder;
    private final Set<Path> included;

    FileIncluder(Path folder, Set<Path> included) {
        this.folder = folder;
        this.included = included;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        // what the library would do instead is what we refuse
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        if (what.contains("://")) {
            throw refused(what);
        }
        return includeFile(context, new File(what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        Path file = folder.resolve(what.toPath()).normalize();
        included.add(file);
        return ConfigFactory.parseFile(file.toFile(), context.parseOptions()).root();
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw refused(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw new ConfigException.Generic(
                "include classpath(\"" + what + "\"): only files can be included; a container has many class paths");
    }

    private static ConfigException refused(String url) {
        return new ConfigException.Generic("include url(\"" + url + "\"): only files can be included");
    }
}
