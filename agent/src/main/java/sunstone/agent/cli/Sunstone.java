package sunstone.agent.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.cli.bench.BenchCommand;
import sunstone.agent.cli.crystal.CrystalCommand;
import sunstone.agent.cli.demo.DemoCommand;
import sunstone.agent.cli.model.ModelCommand;
import sunstone.agent.cli.model.TrainCommand;
import sunstone.agent.process.FirstLine;
import sunstone.agent.process.Version;

/**
 * The command line of Sunstone. Exit code 0: done; 2: bad usage or bad input, with one line on stderr that says what to
 * change; 1: failure.
 */
@Command(
        name = "sunstone",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tells an electron microscope which points to measure next, and when to stop.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            WorkerCommand.class,
            SimulateCommand.class,
            ConnectCommand.class,
            BrokerCommand.class,
            EvaluateCommand.class,
            TrainCommand.class,
            ModelCommand.class,
            CrystalCommand.class,
            BenchCommand.class,
            GenerateCommand.class,
            ReconstructCommand.class,
            OpticsCommand.class,
            ExportCommand.class,
            PointsCommand.class,
            VolumeCommand.class,
            ReplayCommand.class,
            DeadLettersCommand.class
        },
        footer = {"", "sunstone COMMAND --help explains a command."})
public final class Sunstone implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Log in detail, and show where a failure came from.")
    private void verbose(boolean on) {
        if (on) {
            ((Logger) LoggerFactory.getLogger("sunstone")).setLevel(Level.DEBUG);
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
        }
    }

    private Sunstone() {}

    /** A command line that prints to the process's streams. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Sunstone());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, args) -> {
            CommandLine at = e.getCommandLine();
            at.getErr()
                    .println(at.getCommandSpec().qualifiedName() + ": " + FirstLine.of(e) + " (see "
                            + at.getCommandSpec().qualifiedName() + " --help)");
            return CommandLine.ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, at, parsed) -> {
            LoggerFactory.getLogger(Sunstone.class).debug("{} failed", at.getCommandName(), e);
            at.getErr().println(at.getCommandSpec().qualifiedName() + ": " + FirstLine.of(e));
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs a command and ends the process. */
    public static void main(String[] args) {
        int code = commandLine().execute(args);
        if (!ending()) {
            System.exit(code);
        }
    }

    /**
     * Whether Ctrl-C has ended the process already; to exit once more would wait for hooks that wait for this thread.
     */
    private static boolean ending() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
