/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.OutboxStats;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.api.Trouble;
import io.audithook.webhook.api.Verification;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox as a service. It does not come up while its directory or its configuration is not in order; when its
 * configuration gets a mistake, it comes up again as it was.
 */
@Component(
        service = {Outbox.class, MetricSource.class},
        configurationPid = OutboxConfig.PID)
@Designate(ocd = OutboxConfig.class)
public final class OutboxComponent implements Outbox, MetricSource {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxComponent.class);
    private static final String DATA = "audithook.data";

    private final SqliteOutbox outbox;

    /**
     * @param context our bundle
     * @param configuration the configuration
     * @param last what it came up with before
     */
    @Activate
    public OutboxComponent(BundleContext context, Map<String, Object> configuration, @Reference LastSettings last) {
        OutboxSettings settings = settings(context, configuration, last);
        outbox = new SqliteOutbox(settings, InstantSource.system());
        last.set(settings);
    }

    private static OutboxSettings settings(
            BundleContext context, Map<String, Object> configuration, LastSettings last) {
        Settings values = new Settings(OutboxConfig.PID, configuration, System::getenv, LOG::warn);
        try {
            return OutboxSettings.from(values, directory(context));
        } catch (InvalidSettingsException e) {
            OutboxSettings before = last.get().orElseThrow(() -> e);
            LOG.error("{}; the outbox goes on as it was", e.getMessage());
            return before;
        }
    }

    @Override
    public CompletionStage<List<Appended>> append(List<NewEntry> batch) {
        return outbox.append(batch);
    }

    @Override
    public CompletionStage<Void> attach(String endpoint, Start start) {
        return outbox.attach(endpoint, start);
    }

    @Override
    public CompletionStage<Void> retire(String endpoint, Instant until) {
        return outbox.retire(endpoint, until);
    }

    @Override
    public CompletionStage<Void> detach(String endpoint) {
        return outbox.detach(endpoint);
    }

    @Override
    public Set<String> attached() {
        return outbox.attached();
    }

    @Override
    public Registration listen(LaneListener listener) {
        return outbox.listen(listener);
    }

    @Override
    public List<DeadLetter> deadLetters(String endpoint, Selection selection, long before, int max) {
        return outbox.deadLetters(endpoint, selection, before, max);
    }

    @Override
    public CompletionStage<Integer> redrive(String endpoint, Selection selection) {
        return outbox.redrive(endpoint, selection);
    }

    @Override
    public CompletionStage<Integer> purge(String endpoint, Selection selection) {
        return outbox.purge(endpoint, selection);
    }

    @Override
    public CompletionStage<String> replay(String endpoint, ReplayRange range) {
        return outbox.replay(endpoint, range);
    }

    @Override
    public CompletionStage<Void> cancelReplay(String id) {
        return outbox.cancelReplay(id);
    }

    @Override
    public List<Replay> replays() {
        return outbox.replays();
    }

    @Override
    public OutboxStats stats() {
        return outbox.stats();
    }

    @Override
    public Optional<Trouble> trouble() {
        return outbox.trouble();
    }

    @Override
    public Verification verify() {
        return outbox.verify();
    }

    @Override
    public List<MetricFamily> collect() {
        Optional<OutboxStats> stats;
        try {
            stats = Optional.of(outbox.stats());
        } catch (AuditTrailUnavailableException e) {
            // whoever shows the numbers has to see this, and not that there are none
            LOG.debug("The outbox cannot be read for its metrics", e);
            stats = Optional.empty();
        }
        return OutboxMetrics.of(outbox.head(), stats);
    }

    @Deactivate
    void close() {
        outbox.close();
    }

    private static Path directory(BundleContext context) {
        String data = context.getProperty(DATA);
        return data != null
                ? Path.of(data, "outbox")
                : context.getDataFile("outbox").toPath();
    }
}
