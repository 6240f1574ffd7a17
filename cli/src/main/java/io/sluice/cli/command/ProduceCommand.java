/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.input.Events;
import io.sluice.cli.input.KeySeparator;
import io.sluice.cli.input.Lines;
import io.sluice.cli.input.Multiline;
import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.service.Endpoints;
import io.sluice.cli.service.Sender;
import io.sluice.cli.terminal.Quantity;
import io.sluice.cli.terminal.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice produce}: lines of a file or of standard input, a record each, or joined to records. */
@Command(
        name = "produce",
        description = "Send the lines of a file, or of standard input, to a topic: one record each, or several joined.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Stack traces below a line that begins with a date:",
            "  sluice produce app app.log --multiline-pattern '^\\d{4}-' --multiline-negate"
        })
public final class ProduceCommand implements Callable<Integer> {

    private static final String DEFAULT_MAX_REQUEST_BYTES = "1048576";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TOPIC")
    private String topic;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "- or nothing: standard input")
    private @Nullable String file;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "The broker (default: that of 'sluice up')")
    private @Nullable String bootstrapServer;

    @Option(
            names = "--multiline-pattern",
            paramLabel = "REGEX",
            description = "A line in which this is found goes on with the record before it")
    private @Nullable String multilinePattern;

    @Option(
            names = "--multiline-negate",
            description =
                    "The other way round: a line in which it is not found goes on, one in which it is begins anew")
    private boolean multilineNegate;

    @Option(
            names = "--key-separator",
            paramLabel = "TEXT",
            description = "What stands before its first occurrence in a record is the record's key; \\t for a tab")
    private @Nullable String keySeparator;

    @Option(names = "--producer-property", paramLabel = "KEY=VALUE", description = "A setting of the Kafka producer")
    private Map<String, String> producerProperties = new TreeMap<>();

    @Option(names = "--producer.config", paramLabel = "FILE", description = "Settings of the Kafka producer")
    private @Nullable Path producerConfig;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "sluice-data",
            description = "Data directory of 'sluice up' (default: ./${DEFAULT-VALUE})")
    private Path data = Path.of("sluice-data");

    @Override
    public Integer call() throws IOException {
        Optional<Multiline> multiline = multiline();
        Optional<KeySeparator> separator = separator();
        Map<String, String> settings = producerSettings();
        int maxBytes = maxBytes(settings);
        String name = fromStandardInput() ? "standard input" : String.valueOf(file);
        String bootstrapServers = bootstrapServers();
        try (Lines lines = new Lines(input(), name, maxBytes);
                Sender sender = new Sender(bootstrapServers, topic, settings)) {
            try {
                send(new Events(lines, name, multiline, maxBytes), separator, sender, name);
            } catch (UserError e) {
                throw new UserError(e.getMessage() + "; sent what was before it: " + records(sender.finish()));
            }
            spec.commandLine().getOut().println("sent " + records(sender.finish()) + " to " + topic);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void send(Events events, Optional<KeySeparator> separator, Sender sender, String name)
            throws IOException {
        for (byte[] event = events.next(); event != null; event = events.next()) {
            if (separator.isEmpty()) {
                sender.send(event, acknowledged -> {});
                continue;
            }
            int end = separator.get().indexIn(event);
            if (end < 0) {
                throw new UserError("no key separator in line " + events.lineNumber() + " of " + name);
            }
            byte[] value = Arrays.copyOfRange(event, end + separator.get().length(), event.length);
            sender.send(Arrays.copyOf(event, end), value, acknowledged -> {});
        }
    }

    private static String records(long n) {
        return Quantity.count(n) + (n == 1 ? " record" : " records");
    }

    private Optional<Multiline> multiline() {
        if (multilinePattern == null) {
            if (multilineNegate) {
                throw new ParameterException(spec.commandLine(), "--multiline-negate goes with --multiline-pattern");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new Multiline(Pattern.compile(multilinePattern), multilineNegate));
        } catch (PatternSyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(), "--multiline-pattern is no regular expression: " + e.getMessage());
        }
    }

    private Optional<KeySeparator> separator() {
        try {
            return Optional.ofNullable(keySeparator).map(KeySeparator::new);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--key-separator: " + e.getMessage());
        }
    }

    private Map<String, String> producerSettings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        if (producerConfig != null) {
            if (!Files.isReadable(producerConfig)) {
                throw new UserError("cannot read " + producerConfig);
            }
            settings.putAll(ConfigFiles.load(producerConfig));
        }
        settings.putAll(producerProperties);
        return settings;
    }

    /** The producer would refuse a longer one, but could not say which line it is. */
    private static int maxBytes(Map<String, String> settings) {
        String value = settings.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_BYTES);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UserError(ProducerConfig.MAX_REQUEST_SIZE_CONFIG + " is no number: " + value);
        }
    }

    private String bootstrapServers() throws IOException {
        if (bootstrapServer != null) {
            return bootstrapServer;
        }
        return Endpoints.load(data)
                .map(Endpoints::bootstrapServers)
                .orElseThrow(() -> new UserError("which broker? Give --bootstrap-server HOST:PORT, or start one with"
                        + " 'sluice up' (nothing found in "
                        + data.toAbsolutePath().normalize() + ")."));
    }

    private boolean fromStandardInput() {
        return file == null || file.equals("-");
    }

    private InputStream input() throws IOException {
        if (fromStandardInput()) {
            return System.in;
        }
        Path path = Path.of(String.valueOf(file));
        if (Files.isDirectory(path) || !Files.isReadable(path)) {
            throw new UserError("cannot read " + path);
        }
        return Files.newInputStream(path);
    }
}
