/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A form as its bundle has it in Metatype, with its English texts.
 *
 * @param pid whose form it is
 * @param isFactory whether there may be many such configurations
 */
record Form(String pid, boolean isFactory, String description, List<Field> fields) {

    /**
     * One key of the configuration.
     *
     * @param standard the default, as Metatype writes it; empty if there is none
     * @param isList whether it may have several values
     * @param min the least value, if it says one; so is max the greatest
     * @param options the values to choose from; empty if there is no such choice
     */
    record Field(
            String id,
            String type,
            String description,
            boolean isRequired,
            String standard,
            boolean isList,
            Optional<String> min,
            Optional<String> max,
            List<String> options) {}

    /** Those of a jar. */
    static List<Form> of(Path jar) throws IOException {
        List<Form> forms = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Element root : documents(file)) {
                Properties texts = texts(file, root);
                children(root, "Designate").forEach(designate -> forms.add(form(root, designate, texts)));
            }
        }
        return forms;
    }

    /** What Metatype says in a jar, if it is one of ours. */
    static List<Element> documents(JarFile jar) throws IOException {
        List<Element> roots = new ArrayList<>();
        for (ZipEntry entry : jar.stream()
                .filter(one -> one.getName().matches("OSGI-INF/metatype/io\\.audithook\\..*\\.xml"))
                .toList()) {
            try (InputStream in = jar.getInputStream(entry)) {
                roots.add(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(in)
                        .getDocumentElement());
            } catch (SAXException | ParserConfigurationException e) {
                throw new IOException(e);
            }
        }
        return roots;
    }

    /** The English texts of such a document. */
    static Properties texts(JarFile jar, Element root) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = jar.getInputStream(jar.getEntry(root.getAttribute("localization") + ".properties"))) {
            texts.load(in);
        }
        return texts;
    }

    static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
    }

    private static Form form(Element root, Element designate, Properties texts) {
        String factory = designate.getAttribute("factoryPid");
        Element object = children(designate, "Object").findFirst().orElseThrow();
        Element form = children(root, "OCD")
                .filter(one -> one.getAttribute("id").equals(object.getAttribute("ocdref")))
                .findFirst()
                .orElseThrow();
        return new Form(
                factory.isEmpty() ? designate.getAttribute("pid") : factory,
                !factory.isEmpty(),
                description(form, texts),
                children(form, "AD").map(field -> field(field, texts)).toList());
    }

    private static Field field(Element field, Properties texts) {
        String cardinality = field.getAttribute("cardinality");
        return new Field(
                field.getAttribute("id"),
                field.getAttribute("type"),
                description(field, texts),
                !field.getAttribute("required").equals("false"),
                field.getAttribute("default"),
                !cardinality.isEmpty() && !cardinality.equals("0"),
                optional(field, "min"),
                optional(field, "max"),
                children(field, "Option")
                        .map(option -> option.getAttribute("value"))
                        .toList());
    }

    private static String description(Element element, Properties texts) {
        return texts.getProperty(element.getAttribute("description").substring(1));
    }

    private static Optional<String> optional(Element field, String name) {
        return Optional.of(field.getAttribute(name)).filter(text -> !text.isEmpty());
    }
}
