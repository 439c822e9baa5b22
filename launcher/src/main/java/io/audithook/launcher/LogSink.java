/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.Bundle;

/**
 * SLF4J in its bundle, seen through reflection. Takes the levels error and warn, and audit as info; nothing below, whatever SLF4J
 * would take: at debug Config Admin shows each configuration, with its secrets.
 */
final class LogSink {

    private static final String NAME = "org.slf4j.";

    private final Method getLogger;
    private final Method format;
    private final Method message;
    private final Map<String, Method> enabled = new HashMap<>();
    private final Map<String, Method> written = new HashMap<>();

    /** @param slf4j its API */
    LogSink(Bundle slf4j) throws ReflectiveOperationException {
        getLogger = slf4j.loadClass(NAME + "LoggerFactory").getMethod("getLogger", String.class);
        format = slf4j.loadClass(NAME + "helpers.MessageFormatter")
                .getMethod("arrayFormat", String.class, Object[].class);
        message = slf4j.loadClass(NAME + "helpers.FormattingTuple").getMethod("getMessage");
        Class<?> logger = slf4j.loadClass(NAME + "Logger");
        take(logger, "error", "error");
        take(logger, "warn", "warn");
        take(logger, "audit", "info");
        // now, or calls of bundles on other threads would come in between
        getLogger.invoke(null, LogSink.class.getName());
    }

    private void take(Class<?> logger, String level, String as) throws NoSuchMethodException {
        String capital = as.substring(0, 1).toUpperCase(Locale.ROOT) + as.substring(1);
        enabled.put(level, logger.getMethod("is" + capital + "Enabled"));
        written.put(level, logger.getMethod(as, String.class, Throwable.class));
    }

    Logger logger(String name) {
        return new Logger(call(getLogger, null, name));
    }

    /** With the values in the places of <code>{}</code>. */
    String filledIn(String text, Object[] values) {
        return (String) call(message, call(format, null, text, values));
    }

    private static Object call(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method + " failed", e);
        }
    }

    /** One of its loggers. */
    final class Logger {

        private final Object logger;

        private Logger(Object logger) {
            this.logger = logger;
        }

        boolean isEnabled(String level) {
            Method asked = enabled.get(level);
            return asked != null && (Boolean) call(asked, logger);
        }

        /** @param failure may be null; its cause goes into the line itself, since the console shows no stack traces */
        void write(String level, String text, Throwable failure) {
            if (isEnabled(level)) {
                String line = text.strip();
                call(written.get(level), logger, failure == null ? line : line + ": " + reason(failure), failure);
            }
        }

        /** What the outermost cause says that is not just a wrapper around a call. */
        private static String reason(Throwable failure) {
            Throwable cause = failure;
            while (cause.getCause() != null && cause.toString().contains(InvocationTargetException.class.getName())) {
                cause = cause.getCause();
            }
            String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            return message.lines().findFirst().orElse(message).strip();
        }
    }
}
