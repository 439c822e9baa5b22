/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class OutboxComponentTest {

    private final LastSettings last = new LastSettings();

    @TempDir
    Path directory;

    /** A bundle whose data area is "area", in a framework that may have the property audithook.data. */
    private BundleContext context(Path data) {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getProperty" -> data == null || !args[0].equals("audithook.data") ? null : data.toString();
                    case "getDataFile" ->
                        directory.resolve("area").resolve((String) args[0]).toFile();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void directory_unset_isBelowTheDataOfTheFramework() {
        new OutboxComponent(context(directory.resolve("data")), Map.of(), last).close();
        assertThat(directory.resolve("data/outbox/outbox.db")).exists();
    }

    @Test
    void directory_unsetAndNoData_isInTheAreaOfTheBundle() {
        new OutboxComponent(context(null), Map.of(), last).close();
        assertThat(directory.resolve("area/outbox/outbox.db")).exists();
    }

    @Test
    void directory_configured_isUsed() {
        Path mine = directory.resolve("mine");
        new OutboxComponent(context(null), Map.of("directory", mine.toString()), last).close();
        assertThat(mine.resolve("outbox.db")).exists();
        assertThat(directory.resolve("area")).doesNotExist();
    }

    @Test
    void metrics_ofAnOutboxThatIsClosed_sayTrouble() {
        OutboxComponent component = new OutboxComponent(context(directory.resolve("data")), Map.of(), last);
        assertThat(trouble(component)).isEqualTo(0);
        component.close();
        assertThat(trouble(component)).isEqualTo(1);
    }

    @Test
    void configuration_thatGetsAMistake_isThatOfBefore() {
        Path mine = directory.resolve("mine");
        new OutboxComponent(context(null), Map.of("directory", mine.toString()), last).close();
        Map<String, Object> mistaken =
                Map.of("directory", directory.resolve("other").toString(), "size.limit", "x");
        OutboxComponent component = new OutboxComponent(context(null), mistaken, last);
        assertThat(trouble(component)).isEqualTo(0);
        component.close();
        assertThat(directory.resolve("other")).doesNotExist();
    }

    private static double trouble(OutboxComponent component) {
        return component.collect().stream()
                .filter(family -> family.name().equals("audithook_outbox_trouble"))
                .findFirst()
                .orElseThrow()
                .samples()
                .get(0)
                .value();
    }

    @Test
    void setting_againstARule_isRefusedWithThePid() {
        assertThatThrownBy(() -> new OutboxComponent(context(null), Map.of("size.limit", "1 KiB"), last))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.audithook.outbox: size.limit=\"1 KiB\" must be from 1 MiB to 1024 TiB");
    }
}
