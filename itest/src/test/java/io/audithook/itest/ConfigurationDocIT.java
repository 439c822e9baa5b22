/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

/** The document shows the forms as they are. With {@code -Dconfiguration.write=true} it is written instead. */
public class ConfigurationDocIT {

    @Test
    public void document_isMadeOfTheForms() throws IOException {
        Path document = Path.of(System.getProperty("configuration.doc"));
        String made = ConfigurationTables.of(BundleJars.all());
        if (Boolean.getBoolean("configuration.write")) {
            Files.writeString(document, made);
        }
        assertEquals("To make it anew: mvn verify -Dconfiguration.write=true", made, Files.readString(document));
    }
}
