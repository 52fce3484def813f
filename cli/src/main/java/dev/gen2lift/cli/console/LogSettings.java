package dev.gen2lift.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * What is logged, and how: on stderr, warnings of our own, errors of libraries. In code, because reading it from XML takes a
 * tenth of a second at each start. The system properties {@code gen2lift.log.own}, {@code gen2lift.log.azure} and {@code
 * gen2lift.log.libraries} name other levels.
 */
public final class LogSettings extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{HH:mm:ss} %-5level %logger{1}: %msg%n%ex{short}";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setName("STDERR");
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(stderr);
        level(context, Logger.ROOT_LOGGER_NAME, "libraries", "ERROR");
        level(context, "dev.gen2lift", "own", "WARN");
        // These log what they also throw, and a failure is told once.
        level(context, "com.azure", "azure", "OFF");
        level(context, "com.microsoft.aad", "azure", "OFF");
        level(context, "reactor", "azure", "OFF");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void level(LoggerContext context, String logger, String property, String usual) {
        context.getLogger(logger)
                .setLevel(Level.toLevel(System.getProperty("gen2lift.log." + property, usual), Level.toLevel(usual)));
    }
}
