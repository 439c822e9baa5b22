/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.slf4j.LoggerFactory;

/** What becomes of what bundles write to the OSGi log. */
class OsgiLogTest {

    private final Logger logback = (Logger) LoggerFactory.getLogger("some.bundle");
    private final Logger ofService = (Logger) LoggerFactory.getLogger("LogService.writer");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private LogService log;

    @BeforeEach
    void open() throws Exception {
        written.start();
        for (Logger logger : List.of(logback, ofService)) {
            logger.setLevel(Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(written);
        }
        Bundle all = bundle("all");
        log = (LogService) new OsgiLog(all, new LogSink(all)).getService(bundle("writer"), null);
    }

    @AfterEach
    void close() {
        logback.detachAppender(written);
        ofService.detachAppender(written);
    }

    @Test
    void values_takeThePlacesOfBraces() {
        org.osgi.service.log.Logger logger = log.getLogger("some.bundle");
        logger.warn("plain {}");
        logger.warn("{} of 2", 1);
        logger.error("{} and {}", "a", "b");
        logger.audit("{}{}{}", 1, 2, 3);
        assertThat(lines()).containsExactly("WARN plain {}", "WARN 1 of 2", "ERROR a and b", "INFO 123");
        assertThat(logger.getName()).isEqualTo("some.bundle");
    }

    @Test
    void formatterLogger_formatsLikePrintf() {
        log.getLogger("some.bundle", FormatterLogger.class).warn("%s-%03d", "a", 7);
        assertThat(lines()).containsExactly("WARN a-007");
    }

    @Test
    void exception_isWrittenAndNamedInTheLine() {
        IOException cause = new IOException("no room\nleft");
        org.osgi.service.log.Logger logger = log.getLogger("some.bundle");
        logger.error("it failed", cause);
        logger.error("{} failed", "b", new InvocationTargetException(cause));
        assertThat(lines()).containsExactly("ERROR it failed: no room", "ERROR b failed: no room");
        assertThat(written.list.get(0).getThrowableProxy().getMessage()).isEqualTo("no room\nleft");
    }

    @Test
    void whatIsBelowWarn_isNotTaken() {
        logback.setLevel(Level.TRACE);
        ofService.setLevel(Level.TRACE);
        org.osgi.service.log.Logger logger = log.getLogger("some.bundle");
        assertThat(List.of(
                        logger.isErrorEnabled(),
                        logger.isWarnEnabled(),
                        logger.isInfoEnabled(),
                        logger.isDebugEnabled(),
                        logger.isTraceEnabled()))
                .containsExactly(true, true, false, false, false);
        logger.debug("not wanted");
        logger.<RuntimeException>info(inside -> {
            throw new IllegalStateException("nobody wants to hear it");
        });
        logger.warn(inside -> inside.warn("wanted"));
        assertThat(lines()).containsExactly("WARN wanted");
    }

    @Test
    void levels_areThoseOfSlf4j() {
        logback.setLevel(Level.ERROR);
        org.osgi.service.log.Logger logger = log.getLogger("some.bundle");
        assertThat(List.of(logger.isErrorEnabled(), logger.isWarnEnabled())).containsExactly(true, false);
        logger.warn("not wanted");
        logger.error("wanted");
        assertThat(lines()).containsExactly("ERROR wanted");
    }

    @Test
    @SuppressWarnings("deprecation") // Config Admin calls them
    void methodsOfBefore_writeToALoggerOfTheBundle() {
        log.log(LogService.LOG_ERROR, "one");
        log.log(LogService.LOG_WARNING, "two", new IOException("gone"));
        log.log((ServiceReference<?>) null, LogService.LOG_WARNING, "three");
        log.log((ServiceReference<?>) null, LogService.LOG_WARNING, "four", null);
        log.log(LogService.LOG_INFO, "five");
        log.log(LogService.LOG_DEBUG, "six");
        assertThat(lines()).containsExactly("ERROR one", "WARN two: gone", "WARN three", "WARN four");
        assertThat(written.list).allMatch(event -> event.getLoggerName().equals("LogService.writer"));
    }

    private List<String> lines() {
        return written.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** One that has all classes that we have. */
    private static Bundle bundle(String name) {
        return (Bundle) Proxy.newProxyInstance(
                OsgiLogTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "loadClass" -> Class.forName((String) arguments[0]);
                    case "getSymbolicName" -> name;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
