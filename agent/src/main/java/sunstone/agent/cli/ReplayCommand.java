package sunstone.agent.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.loop.LoopSettings;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.replay.Difference;
import sunstone.agent.replay.Replay;

/** {@code sunstone replay}: a scan's suggestions, made again from its log. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the suggestions of a scan again from the log alone and compares them byte for byte.",
            "With --config, settings and model are those of the file; with --bootstrap alone, the settings that the log"
                    + " states and the shipped model.",
            "Exit code 0: all the same; 1: one differs (--diff says where and why)."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    @Spec
    CommandSpec spec;

    @Mixin
    KafkaOptions kafka;

    @Option(names = "--scan", required = true, paramLabel = "ID", description = "Which scan.")
    String scan;

    @Option(names = "--until", paramLabel = "REVISION", description = "Last revision to make (default: all).")
    int until = Integer.MAX_VALUE;

    @Option(
            names = "--diff",
            description =
                    "Show the first value that differs, and what differs in how it was made: model, seed, settings,"
                            + " version.")
    boolean diff;

    private int made;
    private Replay.@Nullable Step differs;

    @Override
    public Integer call() {
        if (until < 1) {
            throw new ParameterException(spec.commandLine(), "--until must be at least 1: " + until);
        }
        Replay replay = Replay.read(kafka.kafka(spec.commandLine(), "sunstone-replay"), scan, SILENCE);
        if (replay.size() == 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there are no suggestions of a scan \"" + scan + "\" in the log (is --prefix right?)");
        }
        AgentConfig config =
                kafka.config == null ? stated(replay.recipe().orElse(Map.of())) : kafka.agent(spec.commandLine());
        PrintWriter out = spec.commandLine().getOut();
        try (ModelLoader sampling = ModelLoader.open(config, spec.commandLine());
                ProgressBar bar = bar(Math.min(until, replay.size()))) {
            LoopSettings settings = AgentProcess.loop(config, sampling);
            replay.run(sampling.copilot(config), settings, until, step -> {
                made++;
                if (bar != null) {
                    bar.step();
                }
                differs = step.difference() == null ? null : step;
                return differs == null;
            });
        }
        Replay.Step different = differs;
        if (different == null) {
            out.printf("scan %s: %d suggestions made again, all the same byte for byte%n", scan, made);
        } else {
            out.printf(
                    "scan %s: %d suggestions are the same byte for byte, revision %d is not%s%n",
                    scan, made - 1, different.revision(), diff ? "" : " (--diff says why)");
            tell(out, different.difference());
        }
        out.flush();
        return different == null ? 0 : 1;
    }

    private static @Nullable ProgressBar bar(int suggestions) {
        return System.console() == null
                ? null
                : new ProgressBarBuilder()
                        .setTaskName("replay")
                        .setInitialMax(suggestions)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .build();
    }

    private void tell(PrintWriter out, @Nullable Difference d) {
        if (!diff || d == null) {
            return;
        }
        if (!d.field().isEmpty()) {
            out.printf("first difference: %s%n  in the log  %s%n  made again  %s%n", d.field(), d.logged(), d.made());
        }
        d.causes().forEach(c -> out.printf("because of %s%n", c));
    }

    private AgentConfig stated(Map<String, String> recipe) {
        return AgentConfig.stated(recipe).fold(c -> c, reason -> {
            throw new ParameterException(spec.commandLine(), reason + " (name a file with --config)");
        });
    }
}
