/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of the objects that are open, to find one that stands twice in its object. Most objects have a few names: these
 * are compared one by one, in one array for all objects. Jackson's own detection makes a hash set for each object, which
 * costs as much as the rest of the check.
 */
final class Names {

    /** With more names than this an object gets a set, so that the time stays in proportion to the text. */
    private static final int FEW = 24;

    private String[] names = new String[32];
    private int size;
    private int[] begins = new int[8];
    private int depth;

    /** Of objects with many names; null where there are few. */
    private final List<Set<String>> many = new ArrayList<>(0);

    /** An object begins. */
    void open() {
        if (depth == begins.length) {
            begins = Arrays.copyOf(begins, depth * 2);
        }
        begins[depth++] = size;
    }

    /** The object that began last ends. */
    void close() {
        size = begins[--depth];
        if (many.size() > depth) {
            many.set(depth, null);
        }
    }

    /** Takes a name of the object that began last; false if it has it already. */
    boolean add(String name) {
        Set<String> set = many.size() >= depth ? many.get(depth - 1) : null;
        if (set != null) {
            return set.add(name);
        }
        int begin = begins[depth - 1];
        for (int i = begin; i < size; i++) {
            if (names[i].equals(name)) {
                return false;
            }
        }
        if (size - begin == FEW) {
            set = new HashSet<>(Arrays.asList(names).subList(begin, size));
            while (many.size() < depth) {
                many.add(null);
            }
            many.set(depth - 1, set);
            return set.add(name);
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
        }
        names[size++] = name;
        return true;
    }
}
