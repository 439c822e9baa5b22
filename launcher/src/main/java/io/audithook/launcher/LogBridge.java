/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Takes what bundles write to the OSGi log (Declarative Services and File Install do) over to SLF4J, so that there is
 * one log. Felix has a bundle for that, org.apache.felix.logback 1.0.6, but with Logback 1.6 it loses every message.
 */
final class LogBridge implements InvocationHandler {

    private static final String LOG_ENTRY = "org.osgi.service.log.LogEntry";

    private final Bundle log;
    private final Method getLogger;
    private final Class<?> loggerType;

    private LogBridge(Bundle log, Bundle slf4j) throws ReflectiveOperationException {
        this.log = log;
        this.getLogger = slf4j.loadClass("org.slf4j.LoggerFactory").getMethod("getLogger", String.class);
        this.loggerType = slf4j.loadClass("org.slf4j.Logger");
    }

    /** From now on. SLF4J must be complete, since it looks for its provider once. */
    static void connect(BundleContext context, Bundle log, Bundle slf4j) {
        try {
            LogBridge bridge = new LogBridge(log, slf4j);
            // here and not on the thread of the log, or calls of other bundles would come in between
            bridge.getLogger.invoke(null, LogBridge.class.getName());
            Class<?> type = log.loadClass("org.osgi.service.log.LogListener");
            Object listener = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, bridge);
            Mirror.ofService(context, "org.osgi.service.log.LogReaderService")
                    .orElseThrow(() -> new IllegalStateException("There is no OSGi log to read"))
                    .call("addLogListener", listener);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The OSGi log cannot be read", e);
        }
    }

    /** A method of the listener: {@code logged(LogEntry)}, or one of {@link Object}. */
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        return switch (method.getName()) {
            case "logged" -> {
                log(Mirror.of(log, LOG_ENTRY, arguments[0]));
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> toString();
        };
    }

    private void log(Mirror entry) throws ReflectiveOperationException {
        String level = String.valueOf(entry.call("getLogLevel")).toLowerCase(Locale.ROOT);
        Object logger = getLogger.invoke(null, entry.call("getLoggerName"));
        loggerType
                .getMethod("audit".equals(level) ? "info" : level, String.class, Throwable.class)
                .invoke(logger, withCause(entry), entry.call("getException"));
    }

    /** The cause goes into the line itself, since the console shows no stack traces. */
    private static String withCause(Mirror entry) {
        String message = String.valueOf(entry.call("getMessage")).strip();
        return entry.call("getException") instanceof Throwable failure ? message + ": " + reason(failure) : message;
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
