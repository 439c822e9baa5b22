/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.Verdict;
import io.audithook.webhook.dispatcher.internal.lane.Preparation.PreparationException;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterWatchTest {

    private static final AuditEvent EVENT = AuditEvent.builder()
            .operation("Update")
            .objectType("case")
            .objectId("1")
            .startDate(Instant.EPOCH)
            .build();

    private final ManualTimekeeper time = new ManualTimekeeper();
    private final List<Integer> held = new ArrayList<>();
    private final FilterWatch watch = new FilterWatch(time, held::add);

    private final FilterCounts counts = new FilterCounts();

    private List<Long> counted(String filter) {
        FilterCounts.Counts of = counts.byName().get(filter);
        return List.of(
                of.passedCount(),
                of.replacedCount(),
                of.droppedCount(),
                of.failedCount(),
                of.slowCount(),
                of.stuckNow());
    }

    private Verdict ask(String endpoint, NamedFilter filter) throws PreparationException {
        try (FilterWatch.Visit visit = watch.visit(endpoint, counts)) {
            return visit.ask(filter, EVENT);
        }
    }

    @Test
    void filter_inTime_isNotNoticed() throws Exception {
        watch.start();
        NamedFilter quick = new NamedFilter("quick", event -> {
            time.advance(Duration.ofMillis(900));
            return Verdict.pass();
        });
        assertThat(ask("e", quick)).isSameAs(Verdict.pass());
        assertThat(ask("e", quick)).isSameAs(Verdict.pass());
        assertThat(held).isEmpty();
        assertThat(counted("quick")).containsExactly(2L, 0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void filter_tooSlow_isNamedWhileItLastsAndNobodyElseIsSentIntoIt() throws Exception {
        watch.start();
        NamedFilter[] self = new NamedFilter[1];
        NamedFilter other = new NamedFilter("other", event -> Verdict.pass());
        self[0] = new NamedFilter("slow", event -> {
            time.advance(Duration.ofSeconds(3));
            assertThat(watch.slowness("e")).contains("filter slow has not answered for 3 s");
            assertThat(watch.slowness("f")).isEmpty();
            assertThatThrownBy(() -> ask("f", self[0]))
                    .isInstanceOf(PreparationException.class)
                    .hasMessage("filter slow takes too long: it has not answered an earlier question yet");
            try {
                assertThat(ask("f", other)).isSameAs(Verdict.pass());
            } catch (PreparationException e) {
                throw new AssertionError(e);
            }
            assertThat(held).containsExactly(1);
            assertThat(counted("slow")).containsExactly(0L, 0L, 0L, 0L, 1L, 1L);
            return Verdict.drop("no");
        });
        assertThat(ask("e", self[0]).dropReason()).contains("no");
        assertThat(held).containsExactly(1, 0);
        assertThat(watch.slowness("e")).isEmpty();
        // whoever was not sent into it is not counted
        assertThat(counted("slow")).containsExactly(0L, 0L, 1L, 0L, 1L, 0L);
        assertThat(ask("f", other)).isSameAs(Verdict.pass());
    }

    @Test
    void filter_thatThrowsLate_isSlowNoLonger() {
        watch.start();
        NamedFilter broken = new NamedFilter("broken", event -> {
            time.advance(Duration.ofSeconds(2));
            throw new IllegalStateException("late");
        });
        assertThatThrownBy(() -> ask("e", broken)).hasMessageContaining("filter broken failed", "late");
        assertThat(held).containsExactly(1, 0);
        assertThatThrownBy(() -> ask("e", broken)).hasMessageContaining("filter broken failed");
        assertThat(counted("broken")).containsExactly(0L, 0L, 0L, 2L, 2L, 0L);
    }

    @ParameterizedTest
    @ValueSource(classes = {StackOverflowError.class, AssertionError.class, NoClassDefFoundError.class})
    void filter_thatThrowsAnError_hasFailed(Class<? extends Error> type) throws ReflectiveOperationException {
        Error error = type.getDeclaredConstructor().newInstance();
        NamedFilter deep = new NamedFilter("deep", event -> {
            throw error;
        });
        assertThatThrownBy(() -> ask("e", deep))
                .isInstanceOf(PreparationException.class)
                .hasMessage("filter deep failed: " + error);
        assertThat(counted("deep")).containsExactly(0L, 0L, 0L, 1L, 0L, 0L);
    }

    @Test
    void filter_thatThrowsWhatItMayNot_hasFailed() {
        NamedFilter sneaky = new NamedFilter("sneaky", event -> {
            throw sneak(new IOException("checked"));
        });
        assertThatThrownBy(() -> ask("e", sneaky))
                .isInstanceOf(PreparationException.class)
                .hasMessage("filter sneaky failed: java.io.IOException: checked")
                .hasCauseInstanceOf(IOException.class);
        NamedFilter odd = new NamedFilter("odd", event -> {
            throw sneak(new Throwable("neither"));
        });
        assertThatThrownBy(() -> ask("e", odd))
                .isInstanceOf(PreparationException.class)
                .hasMessage("filter odd failed: java.lang.Throwable: neither");
        NamedFilter mute = new NamedFilter("mute", event -> {
            throw new Mute();
        });
        assertThatThrownBy(() -> ask("e", mute))
                .isInstanceOf(PreparationException.class)
                .hasMessage("filter mute failed: " + Mute.class.getName())
                .as("whoever logs it must not fail, too")
                .hasNoCause();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as other languages throw
    private static <T extends Throwable> RuntimeException sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static final class Mute extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("not even that");
        }
    }

    @Test
    void answers_areCountedByWhatTheyAre() throws Exception {
        NamedFilter redact = new NamedFilter("redact", event -> Verdict.pass(EVENT));
        NamedFilter none = new NamedFilter("none", event -> null);
        ask("e", redact);
        assertThatThrownBy(() -> ask("e", none)).isInstanceOf(PreparationException.class);
        assertThat(counted("redact")).containsExactly(0L, 1L, 0L, 0L, 0L, 0L);
        assertThat(counted("none")).containsExactly(0L, 0L, 0L, 1L, 0L, 0L);
        assertThat(counts.byName()).containsOnlyKeys("redact", "none");
    }
}
