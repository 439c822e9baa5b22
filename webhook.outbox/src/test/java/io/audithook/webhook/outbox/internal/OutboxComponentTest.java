/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.settings.Settings;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class OutboxComponentTest {

    private final LastSettings last = new LastSettings();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    /** What is registered as a service at the moment, by its type. */
    private final Map<String, Object> services = new ConcurrentHashMap<>();

    /** A bundle whose data area is "area", in a framework that may have the property audithook.data. */
    private BundleContext context(Path data) {
        return proxy(BundleContext.class, (method, args) -> switch (method) {
            case "getProperty" -> data == null || !args[0].equals("audithook.data") ? null : data.toString();
            case "getDataFile" ->
                directory.resolve("area").resolve((String) args[0]).toFile();
            case "registerService" -> register(((Class<?>) args[0]).getName(), args[1]);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private ServiceRegistration<?> register(String type, Object service) {
        services.put(type, service);
        return proxy(ServiceRegistration.class, (method, args) -> services.remove(type));
    }

    private static <T> T proxy(Class<T> type, BiFunction<String, Object[], Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> answers.apply(method.getName(), args)));
    }

    @Test
    void directory_unset_isBelowTheDataOfTheFramework() {
        new OutboxComponent(context(directory.resolve("data")), Map.of(), last).close();
        assertThat(directory.resolve("data/outbox/outbox.db")).exists();
    }

    @Test
    void directory_changed_isToldOfWithWhatIsLeftBehind() {
        new OutboxComponent(context(directory.resolve("data")), Map.of(), last, errors::add).close();
        String other = directory.resolve("other").toString();
        new OutboxComponent(context(directory.resolve("data")), Map.of("directory", other), last, errors::add).close();
        assertThat(errors)
                .containsExactly("io.audithook.outbox: directory=" + other + " is not where the outbox was, "
                        + directory.resolve("data/outbox")
                        + "; what was not delivered of that stays there until directory names it again");
        new OutboxComponent(context(directory.resolve("data")), Map.of("directory", other), last, errors::add).close();
        assertThat(errors).hasSize(1);
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
        MetricSource metrics = (MetricSource) services.get(MetricSource.class.getName());
        assertThat(trouble(metrics)).isEqualTo(0);
        component.close();
        assertThat(trouble(metrics)).isEqualTo(1);
        assertThat(services).isEmpty();
    }

    @Test
    void configuration_thatGetsAMistake_isThatOfBefore() {
        Path mine = directory.resolve("mine");
        new OutboxComponent(context(null), Map.of("directory", mine.toString()), last).close();
        Map<String, Object> mistaken =
                Map.of("directory", directory.resolve("other").toString(), "size.limit", "x");
        OutboxComponent component = new OutboxComponent(context(null), mistaken, last);
        assertThat(services).containsKey(Outbox.class.getName());
        component.close();
        assertThat(directory.resolve("other")).doesNotExist();
    }

    private static double trouble(MetricSource metrics) {
        return metrics.collect().stream()
                .filter(family -> family.name().equals("audithook_outbox_trouble"))
                .findFirst()
                .orElseThrow()
                .samples()
                .get(0)
                .value();
    }

    @Test
    void setting_againstARule_isNamedOnce_andThereIsNoOutbox() {
        OutboxComponent component =
                new OutboxComponent(context(null), Map.of("size.limit", "1 KiB"), last, errors::add);
        assertThat(services).containsOnlyKeys(MetricSource.class.getName());
        assertThat(trouble((MetricSource) services.get(MetricSource.class.getName())))
                .isEqualTo(1);
        component.close();
        assertThat(errors)
                .containsExactly(
                        "io.audithook.outbox: size.limit=\"1 KiB\" must be from 1 MiB to 1024 TiB; there is no outbox, and"
                                + " no event is accepted, until that is put right");
        assertThat(services).isEmpty();
        assertThat(directory.resolve("area")).doesNotExist();
    }

    @Test
    void directory_inUse_isNamedOnce_andTakenAsSoonAsItIsFree() {
        Path mine = directory.resolve("mine");
        OutboxComponent first = new OutboxComponent(context(null), Map.of("directory", mine.toString()), last);
        OutboxSettings settings = OutboxSettings.from(new Settings(OutboxConfig.PID, Map.of()), mine);
        OutboxService second = new OutboxService(
                context(null),
                () -> new SqliteOutbox(settings, InstantSource.system()),
                errors::add,
                Duration.ofMillis(1));
        second.open();
        await().until(() -> !errors.isEmpty());
        first.close();
        await().until(() -> services.keySet().equals(Set.of(Outbox.class.getName())));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0))
                .startsWith(OutboxConfig.PID)
                .contains(mine.toString())
                .endsWith("until that is put right");
        second.close();
        assertThat(services).isEmpty();
    }

    @Test
    void service_thatIsClosedBeforeItIsThere_triesNoLonger() {
        AtomicInteger tries = new AtomicInteger();
        OutboxService service = new OutboxService(
                context(null),
                () -> {
                    tries.incrementAndGet();
                    throw new OutboxException("no disk", null);
                },
                errors::add,
                Duration.ofMillis(1));
        service.open();
        await().until(() -> tries.get() > 3);
        service.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("audithook-outbox-open")));
        assertThat(errors).hasSize(1);
    }
}
