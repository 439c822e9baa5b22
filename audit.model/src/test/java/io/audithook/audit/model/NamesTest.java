/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private final Names names = new Names();

    @ParameterizedTest
    @ValueSource(ints = {1, 23, 24, 25, 26, 1000})
    void name_twice_isFound_howeverManyThereAre(int number) {
        names.open();
        for (int i = 0; i < number; i++) {
            assertThat(names.add("n" + i)).isTrue();
        }
        for (int i = 0; i < number; i++) {
            assertThat(names.add("n" + i)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24, 25, 100})
    void sameName_inAnotherObject_isAnother(int number) {
        names.open();
        for (int round = 0; round < 3; round++) {
            assertThat(names.add("outer" + round)).isTrue();
            names.open();
            for (int i = 0; i < number; i++) {
                assertThat(names.add("n" + i)).isTrue();
            }
            names.open();
            assertThat(names.add("n0")).isTrue();
            names.close();
            assertThat(names.add("n0")).isFalse();
            names.close();
        }
        assertThat(names.add("outer0")).isFalse();
        assertThat(names.add("n0")).isTrue();
    }
}
