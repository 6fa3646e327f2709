package sunstone.agent.cli;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.process.FirstLine;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.ScanOpened;

/** {@code sunstone dead-letters}: what could not be taken, why, and another try. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the records that could not be taken; shows one; sends some to the topics that they came from again.",
            "A letter is named PARTITION:OFFSET, as the first column has it. What is sent again keeps its key, bytes and"
                    + " headers and gets the header \"redriven\"; what has been sent again once and came back is not sent a"
                    + " second time."
        })
final class DeadLettersCommand implements Callable<Integer> {
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final String ALL = "all";
    private static final int LONGEST_DETAIL = 70;

    @Spec
    CommandSpec spec;

    @Mixin
    KafkaOptions kafka;

    @Option(
            names = "--reason",
            paramLabel = "WORD",
            description = "Only those with this reason, for example malformed.")
    @Nullable
    String reason;

    @Option(names = "--scan", paramLabel = "ID", description = "Only those whose key is this scan.")
    @Nullable
    String scan;

    @Option(
            names = "--newest",
            paramLabel = "N",
            defaultValue = "1000",
            description = "List at most so many (default ${DEFAULT-VALUE}).")
    int newest;

    @Option(names = "--json", description = "One JSON object a line in place of the table.")
    boolean json;

    @Option(names = "--show", paramLabel = "LETTER", description = "Show this one whole, its bytes included.")
    @Nullable
    String show;

    @Option(
            names = "--redrive",
            paramLabel = "LETTER",
            split = ",",
            description = "Send these again, PARTITION:OFFSET,PARTITION:OFFSET or " + ALL
                    + " (of --reason and --scan, if given).")
    @Nullable
    List<String> redrive;

    @Override
    public Integer call() {
        if (newest < 1) {
            throw bad("--newest must be at least 1: " + newest);
        }
        named("--show", show == null ? List.of() : List.of(show));
        Set<String> again = named("--redrive", redrive == null ? List.of() : redrive);
        KafkaSettings settings = kafka.kafka(spec.commandLine(), "sunstone-dead-letters");
        if (show != null) {
            return show(settings, show);
        }
        return redrive == null ? list(settings) : redrive(settings, again);
    }

    private Set<String> named(String option, List<String> letters) {
        for (String letter : letters) {
            if (!letter.matches("\\d{1,9}:\\d{1,18}") && !(option.equals("--redrive") && letter.equals(ALL))) {
                throw bad(option + " names a letter as PARTITION:OFFSET, for example 0:17: \"" + letter + "\"");
            }
        }
        return new HashSet<>(letters);
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void letters(KafkaSettings settings, Consumer<RawRecord> take) {
        PastRecords.read(settings, Set.of(Topic.DEAD_LETTERS), SILENCE, r -> {
            if ((reason == null || reason.equals(r.headers().get("reason")))
                    && (scan == null || scan.equals(r.key()))) {
                take.accept(r);
            }
        });
    }

    /** Line of the list; the bytes of a letter are not kept. */
    private record Line(
            String letter,
            Instant at,
            String source,
            String reason,
            String detail,
            int size,
            int redrives,
            @Nullable String key) {
        static Line of(RawRecord r) {
            return new Line(
                    name(r),
                    Instant.ofEpochMilli(r.timestamp()),
                    header(r, "sourceTopic") + " " + header(r, "sourcePartition") + ":" + header(r, "sourceOffset"),
                    header(r, "reason"),
                    header(r, "detail"),
                    r.size(),
                    Outgoing.redrives(r),
                    r.key());
        }

        JsonObject toJson() {
            return new JsonObject()
                    .put("letter", letter)
                    .put("at", at.toString())
                    .put("source", source)
                    .put("reason", reason)
                    .put("detail", detail)
                    .put("bytes", size)
                    .put("redriven", redrives)
                    .put("key", key);
        }
    }

    private static String name(RawRecord r) {
        return r.position().partition() + ":" + r.offset();
    }

    private static String header(RawRecord r, String name) {
        return r.headers().getOrDefault(name, "?");
    }

    private int list(KafkaSettings settings) {
        ArrayDeque<Line> lines = new ArrayDeque<>();
        int[] total = new int[1];
        letters(settings, r -> {
            total[0]++;
            lines.add(Line.of(r));
            if (lines.size() > newest) {
                lines.remove();
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.printf("%-8s  %-24s  %-34s  %-16s  %9s  %s%n", "letter", "when", "source", "reason", "bytes", "detail");
        }
        for (Line l : lines) {
            if (json) {
                out.println(l.toJson().encode());
            } else {
                out.printf(
                        "%-8s  %-24s  %-34s  %-16s  %9d  %s%s%n",
                        l.letter,
                        l.at,
                        l.source,
                        printable(l.reason),
                        l.size,
                        l.redrives > 0 ? "(again) " : "",
                        shortened(printable(l.detail)));
            }
        }
        if (!json) {
            out.printf(
                    "%d dead letters%s%n",
                    total[0], total[0] > lines.size() ? ", the newest " + lines.size() + " shown" : "");
        }
        out.flush();
        return 0;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL - 3) + "...";
    }

    /** Foreign text without what could command a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private int show(KafkaSettings settings, String letter) {
        List<RawRecord> found = new ArrayList<>();
        letters(settings, r -> {
            if (name(r).equals(letter)) {
                found.add(r);
            }
        });
        if (found.isEmpty()) {
            throw bad("there is no dead letter " + letter
                    + (reason == null && scan == null ? "" : " of that reason and scan"));
        }
        RawRecord r = found.get(0);
        byte[] value = r.value() == null ? new byte[0] : r.value();
        JsonObject all = Line.of(r).toJson();
        JsonObject headers = new JsonObject();
        r.headers().forEach(headers::put);
        all.put("headers", headers).put("base64", Base64.getEncoder().encodeToString(value));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? all.encode() : all.encodePrettily());
        out.flush();
        return 0;
    }

    private int redrive(KafkaSettings settings, Set<String> wanted) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        Set<String> missing = new HashSet<>(wanted);
        missing.remove(ALL);
        int[] left = new int[2];
        Map<String, Integer> opened = new HashMap<>();
        PastRecords.read(settings, Set.of(Topic.SCANS), SILENCE, r -> r.decode(Codecs.SCAN)
                .value()
                .filter(ScanOpened.class::isInstance)
                .ifPresent(s -> opened.putIfAbsent(s.scanId(), r.position().partition())));
        try (RecordSink sink = new RecordSink(settings)) {
            letters(settings, r -> {
                if (!wanted.contains(ALL) && !wanted.contains(name(r))) {
                    return;
                }
                missing.remove(name(r));
                Optional<Outgoing> record = Outgoing.redriven(r, settings, opened);
                if (Outgoing.redrives(r) > 0) {
                    left[0]++;
                } else if (record.isEmpty()) {
                    left[1]++;
                } else {
                    sent.add(sink.send(record.get()));
                }
            });
            sink.flush();
            CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0])).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("not all could be sent again: " + FirstLine.of(e.getCause()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d sent again", sent.size());
        if (left[0] > 0) {
            out.printf("; %d came back after they had been sent again, and were left", left[0]);
        }
        if (left[1] > 0) {
            out.printf("; %d name no topic of %s and were left", left[1], settings.prefix());
        }
        out.println();
        out.flush();
        if (!missing.isEmpty()) {
            throw bad("there is no dead letter "
                    + String.join(", ", missing.stream().sorted().toList()));
        }
        return 0;
    }
}
