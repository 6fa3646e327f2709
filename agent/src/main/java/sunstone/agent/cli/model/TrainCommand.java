package sunstone.agent.cli.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.network.Architecture;
import sunstone.models.prior.network.Network;
import sunstone.models.prior.training.ExampleReservoir;
import sunstone.models.prior.training.PriorExport;
import sunstone.models.prior.training.PriorTraining;
import sunstone.models.prior.training.TrainingExample;

/** {@code sunstone train}: trains a prior on generated microstructures and exports it. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a prior on synthetic microstructures and writes model.onnx with its card model.json.",
            "A checkpoint is kept in the same folder; --resume continues from it. Ctrl-C stops after the step and saves."
        })
public final class TrainCommand implements Callable<Integer> {
    private static final int CHECK_EVERY = 250;
    /** Examples that are kept, in batches. */
    private static final int KEPT = 32;

    private static final long SAVE_EVERY_NS = TimeUnit.MINUTES.toNanos(5);
    /** Of the engine that trains; distributions leave it out. */
    private static final String ENGINE = "ai/djl/pytorch/engine/PtEngine.class";

    @Spec
    CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the model and its checkpoint.")
    Path out;

    @Option(names = "--hours", defaultValue = "1", paramLabel = "H", description = "Hours to train (default 1).")
    double hours;

    @Option(names = "--resume", paramLabel = "DIR", description = "Continue from the checkpoint of this folder.")
    @Nullable
    Path resume;

    @Option(
            names = "--start-from",
            paramLabel = "FILE",
            description = "Start from the weights of this model.onnx instead of random ones.")
    @Nullable
    Path startFrom;

    @Option(
            names = "--joint",
            description = "Train a prior of orientation and light together that takes no observations.")
    boolean joint;

    @Option(names = "--batch", defaultValue = "16", description = "Examples a step (default 16).")
    int batch;

    @Option(names = "--size", defaultValue = "64", description = "Height and width of an example, px (default 64).")
    int size;

    @Option(
            names = "--reuse",
            defaultValue = "4",
            paramLabel = "N",
            description = "How often an example is used, at another time and noise (default 4); divides the batch.")
    int reuse;

    @Option(
            names = "--learning-rate",
            defaultValue = "1e-3",
            description = "Highest learning rate (default 1e-3); falls to 2%% of it along a cosine.")
    double learningRate;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of weights and examples (default 1).")
    long seed;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            paramLabel = "cpu|cuda:N",
            description =
                    "Where to train (default cpu); cuda:N needs PyTorch's natives for CUDA, see agent/doc/operations.md.")
    String device;

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Threads that make examples (default 1); another number gives other examples.")
    int threads;

    private volatile boolean stop;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(hours > 0 && hours <= 1000)
                || batch < 1
                || size < 16
                || size % Network.STRIDE != 0
                || reuse < 1
                || batch % reuse != 0
                || threads < 1
                || threads > 256) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(
                            Locale.ROOT,
                            "hours must be in (0, 1000], the batch at least 1 and a multiple of --reuse, the size at least 16 px"
                                    + " and a multiple of 8, threads 1 to 256: %s h, %d, reuse %d, %d px, %d threads",
                            hours,
                            batch,
                            reuse,
                            size,
                            threads));
        }
        if (getClass().getClassLoader().getResource(ENGINE) == null) {
            throw new IllegalStateException(
                    "the trainer is no part of this installation: build Sunstone from its sources, which has it");
        }
        Files.createDirectories(out);
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> {
            stop = true; // the engine must not be torn down inside a step
            try {
                main.join(TimeUnit.MINUTES.toMillis(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        Architecture architecture = joint ? Architecture.JOINT : Architecture.OBSERVING;
        try (PriorTraining training = new PriorTraining(architecture, seed, device)) {
            if (startFrom != null) {
                training.startFrom(Files.readAllBytes(startFrom));
            }
            if (resume != null) {
                training.resume(resume.resolve("checkpoint"));
            }
            train(training);
        } finally {
            if (!stop) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
        return 0;
    }

    private void train(PriorTraining training) throws IOException, InterruptedException {
        PrintWriter log = spec.commandLine().getOut();
        log.printf("%,d weights, step %d, on %s%n", training.parameters(), training.steps(), device);
        log.flush();
        HeldOut held = new HeldOut(joint, size);
        ExampleReservoir reservoir = new ExampleReservoir(training, KEPT * batch, size);
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + training.steps());
        long begin = System.nanoTime();
        double total = hours * 3600;
        long first = training.steps();
        long saved = begin;
        double loss = 0;
        int counted = 0;
        try (ExampleMakers makers = new ExampleMakers(source(), threads, batch / reuse, random.split())) {
            for (double spent = 0; spent < total && !stop; spent = (System.nanoTime() - begin) / 1e9) {
                double warm = Math.min(1, (training.steps() - first + 1) / 100.0);
                double rate = learningRate * warm * (0.02 + 0.98 * (1 + Math.cos(Math.PI * spent / total)) / 2);
                do {
                    reservoir.add(makers.take());
                } while (reservoir.filled() < batch);
                loss += training.step(reservoir.draw(batch, random), rate);
                counted++;
                if (training.steps() % 50 == 0) {
                    log.printf(
                            Locale.ROOT,
                            "step %d  %.1f min  loss %.4f  rate %.1e%n",
                            training.steps(),
                            spent / 60,
                            loss / counted,
                            rate);
                    log.flush();
                }
                if (training.steps() % CHECK_EVERY == 0) {
                    curve(training, loss / counted, held.errors(training, true), log);
                    loss = 0;
                    counted = 0;
                }
                if (System.nanoTime() - saved > SAVE_EVERY_NS) {
                    training.save(out.resolve("checkpoint"));
                    saved = System.nanoTime();
                }
            }
        }
        training.save(out.resolve("checkpoint"));
        List<ModelCard.Denoising> quality = held.errors(training, true);
        curve(training, counted == 0 ? Double.NaN : loss / counted, quality, log);
        ModelCard.Training how = new ModelCard.Training(
                "sunstone generator, random recipes",
                training.steps(),
                batch,
                size,
                training.parameters(),
                seed,
                Math.round((System.nanoTime() - begin) / 3.6e10) / 100.0);
        String name = String.valueOf(out.toAbsolutePath().getFileName());
        ModelCard card = PriorExport.write(
                training, out, name, how, new ModelCard.Quality(quality, joint ? null : held.errors(training, false)));
        log.printf("wrote %s, sha256 %s%n", out.resolve("model.onnx"), card.sha256());
        log.flush();
    }

    private TrainingExample.Source source() {
        return joint ? SyntheticExamples.unobserved(size) : new SyntheticExamples(size);
    }

    /** One line of curve.csv: errors of one pass on held-out examples, the same at every check. */
    private void curve(PriorTraining training, double loss, List<ModelCard.Denoising> errors, PrintWriter log)
            throws IOException {
        StringBuilder line = new StringBuilder(training.steps() + "," + loss);
        errors.forEach(e -> line.append(',').append(e.rms()));
        Path curve = out.resolve("curve.csv");
        if (!Files.exists(curve)) {
            Files.writeString(curve, "step,loss,t0.1,t0.3,t0.5,t0.7,t0.9,t0.99\n");
        }
        Files.writeString(curve, line + "\n", StandardOpenOption.APPEND);
        log.println("check " + line);
        log.flush();
    }
}
