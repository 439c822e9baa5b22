/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * The OSGi log (OSGi Compendium 8, chapter 101), so that what bundles write to it (Config Admin and Declarative Services do)
 * goes to SLF4J, and there is one log. The log of Felix would do, and it did; but it makes names of a bundle for every
 * message to find out that nobody wants it, which took a sixth of the time to load 10,000 endpoints.
 *
 * <p>There is no reader and no administration.
 */
final class OsgiLog implements ServiceFactory<Object> {

    private static final String PACKAGE = "org.osgi.service.log.";
    private static final List<String> LEVELS = List.of("audit", "error", "warn", "info", "debug", "trace");

    private final LogSink sink;
    private final Class<?> service;
    private final Class<?> plainLogger;
    private final Method accept;

    OsgiLog(Bundle api, LogSink sink) throws ReflectiveOperationException {
        this.sink = sink;
        this.service = api.loadClass(PACKAGE + "LogService");
        this.plainLogger = api.loadClass(PACKAGE + "Logger");
        this.accept = api.loadClass(PACKAGE + "LoggerConsumer").getMethod("accept", plainLogger);
    }

    /**
     * From now on. SLF4J must be complete, since it looks for its provider once.
     *
     * @param api has the types of the OSGi log, and is active
     */
    static void open(BundleContext context, Bundle api, Bundle slf4j) {
        try {
            LogSink sink = new LogSink(slf4j);
            context.addFrameworkListener(event -> {
                if (event.getType() == FrameworkEvent.ERROR) {
                    String name = "Events.Framework." + event.getBundle().getSymbolicName();
                    sink.logger(name).write("error", "FrameworkEvent ERROR", event.getThrowable());
                }
            });
            Dictionary<String, Object> none = new Hashtable<>();
            // in its name, since a service is shown only by a bundle that has its types
            api.getBundleContext()
                    .registerService(
                            new String[] {PACKAGE + "LogService", PACKAGE + "LoggerFactory"},
                            new OsgiLog(api, sink),
                            none);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("There can be no OSGi log", e);
        }
    }

    @Override
    public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
        LogSink.Logger own = sink.logger("LogService." + bundle.getSymbolicName());
        return proxy(service, (proxy, method, arguments) -> switch (method.getName()) {
            case "log" -> log(own, arguments);
            case "getLogger" -> logger(arguments);
            default -> ofObject(proxy, method, arguments);
        });
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object log) {
        // it holds nothing
    }

    /** The methods from before version 1.4: maybe a service, a level, a message, maybe an exception. */
    private static Object log(LogSink.Logger logger, Object[] arguments) {
        int first = arguments[0] instanceof Integer ? 0 : 1;
        int level = (Integer) arguments[first];
        Throwable failure = arguments.length > first + 2 ? (Throwable) arguments[first + 2] : null;
        logger.write(
                LEVELS.get(Math.max(0, Math.min(level, LEVELS.size() - 1))),
                String.valueOf(arguments[first + 1]),
                failure);
        return null;
    }

    /** Maybe a bundle, a name or a class, maybe the type. */
    private Object logger(Object[] arguments) {
        int first = arguments[0] instanceof Bundle ? 1 : 0;
        String name = arguments[first] instanceof Class<?> type ? type.getName() : (String) arguments[first];
        Class<?> type = arguments.length > first + 1 ? (Class<?>) arguments[first + 1] : plainLogger;
        boolean printf = type.getSimpleName().equals("FormatterLogger");
        LogSink.Logger logger = sink.logger(name);
        return proxy(type, (proxy, method, given) -> {
            String called = method.getName();
            if (LEVELS.contains(called)) {
                if (logger.isEnabled(called)) {
                    write(logger, called, printf, proxy, given);
                }
                return null;
            }
            if (called.startsWith("is") && called.endsWith("Enabled")) {
                String level = called.substring("is".length(), called.length() - "Enabled".length());
                return logger.isEnabled(level.toLowerCase(Locale.ROOT));
            }
            return called.equals("getName") ? name : ofObject(proxy, method, given);
        });
    }

    private void write(LogSink.Logger logger, String level, boolean printf, Object proxy, Object[] given)
            throws Throwable {
        if (!(given[0] instanceof String format)) {
            // it writes by itself, now that somebody wants to hear it
            try {
                accept.invoke(given[0], proxy);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            return;
        }
        Object[] values = given.length == 2 && given[1] instanceof Object[] array
                ? array
                : Arrays.copyOfRange(given, 1, given.length);
        Throwable failure = null;
        if (values.length > 0 && values[values.length - 1] instanceof Throwable last) {
            failure = last;
            values = Arrays.copyOf(values, values.length - 1);
        }
        // the service that it is about says nothing in a line
        if (values.length > 0 && values[values.length - 1] instanceof ServiceReference<?>) {
            values = Arrays.copyOf(values, values.length - 1);
        }
        logger.write(level, printf ? String.format(format, values) : sink.filledIn(format, values), failure);
    }

    private static Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "the OSGi log";
        };
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
