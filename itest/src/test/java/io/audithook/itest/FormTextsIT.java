/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.Test;
import org.w3c.dom.Element;

/** What forms say stands in files beside them, so that a bundle with other files can say it in another language. */
public class FormTextsIT {

    @Test
    public void texts_areThoseThatTheFormsUse_andAllOfThem() throws IOException {
        List<Path> jars = new ArrayList<>(BundleJars.all());
        jars.add(Path.of(System.getProperty("filter.jar")));
        int forms = 0;
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (Element root : Form.documents(file)) {
                    forms++;
                    checkTexts(Form.children(root, "OCD").findFirst().orElseThrow(), Form.texts(file, root));
                }
            }
        }
        assertTrue("forms: " + forms, forms >= 13);
    }

    private static void checkTexts(Element form, Properties texts) {
        String which = form.getAttribute("id");
        Set<String> used = new TreeSet<>();
        assertEquals(which, "%name", form.getAttribute("name"));
        assertEquals(which, "%description", form.getAttribute("description"));
        used.addAll(List.of("name", "description"));
        Form.children(form, "AD").forEach(field -> {
            String id = field.getAttribute("id");
            assertEquals(which, "%" + id + ".name", field.getAttribute("name"));
            assertEquals(which, "%" + id + ".description", field.getAttribute("description"));
            used.addAll(List.of(id + ".name", id + ".description"));
            Form.children(field, "Option").forEach(option -> {
                String value = option.getAttribute("value");
                assertEquals(which, "%" + id + ".option." + value, option.getAttribute("label"));
                used.add(id + ".option." + value);
            });
        });
        assertEquals(which, used, new TreeSet<>(texts.stringPropertyNames()));
    }
}
