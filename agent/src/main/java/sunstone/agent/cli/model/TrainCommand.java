package sunstone.agent.cli.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.training.ExampleReservoir;
import sunstone.models.prior.training.PriorExport;
import sunstone.models.prior.training.PriorTraining;
import sunstone.models.prior.training.TrainingBatch;

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

    @Option(names = "--batch", defaultValue = "16", description = "Examples a step (default 16).")
    int batch;

    @Option(names = "--size", defaultValue = "64", description = "Height and width of an example, px (default 64).")
    int size;

    @Option(
            names = "--learning-rate",
            defaultValue = "1e-3",
            description = "Highest learning rate (default 1e-3); falls to 2%% of it along a cosine.")
    double learningRate;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of weights and examples (default 1).")
    long seed;

    private volatile boolean stop;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(hours > 0 && hours <= 1000) || batch < 1 || size < 16 || size % 8 != 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "hours must be in (0, 1000], batch at least 1, size at least 16 px and a multiple of 8: " + hours
                            + " h, " + batch + ", " + size + " px");
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
        try (PriorTraining training = new PriorTraining(seed)) {
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
        log.printf("%,d weights, step %d%n", training.parameters(), training.steps());
        BlockingQueue<TrainingBatch> queue = new ArrayBlockingQueue<>(3);
        Thread drawing = new Thread(() -> draw(queue, training.steps()), "examples");
        drawing.setDaemon(true);
        drawing.start();
        long begin = System.nanoTime();
        double total = hours * 3600;
        long first = training.steps();
        long saved = begin;
        double loss = 0;
        int counted = 0;
        for (double spent = 0; spent < total && !stop; spent = (System.nanoTime() - begin) / 1e9) {
            double warm = Math.min(1, (training.steps() - first + 1) / 100.0);
            double rate = learningRate * warm * (0.02 + 0.98 * (1 + Math.cos(Math.PI * spent / total)) / 2);
            loss += training.step(queue.take(), rate);
            counted++;
            if (training.steps() % 50 == 0) {
                log.printf(
                        Locale.ROOT,
                        "step %d  %.0f min  loss %.4f  rate %.1e%n",
                        training.steps(),
                        spent / 60,
                        loss / counted,
                        rate);
                log.flush();
            }
            if (training.steps() % CHECK_EVERY == 0) {
                check(training, loss / counted, log);
                loss = 0;
                counted = 0;
            }
            if (System.nanoTime() - saved > 300e9) {
                training.save(out.resolve("checkpoint"));
                saved = System.nanoTime();
            }
        }
        training.save(out.resolve("checkpoint"));
        drawing.interrupt();
        List<ModelCard.Denoising> quality = check(training, counted == 0 ? Double.NaN : loss / counted, log);
        ModelCard.Training how = new ModelCard.Training(
                "sunstone generator, random recipes",
                training.steps(),
                batch,
                size,
                training.parameters(),
                seed,
                Math.round((System.nanoTime() - begin) / 3.6e10) / 100.0);
        String name = String.valueOf(out.toAbsolutePath().getFileName());
        ModelCard card = PriorExport.write(training, out, name, how, new ModelCard.Quality(quality, null));
        log.printf("wrote %s, sha256 %s%n", out.resolve("model.onnx"), card.sha256());
        log.flush();
    }

    private void draw(BlockingQueue<TrainingBatch> queue, long from) {
        ExampleReservoir reservoir = new ExampleReservoir(
                new SyntheticExamples(size),
                OrientationScaling.hexagonal(),
                new SplittableRandom(seed * 1_000_003 + from));
        try {
            while (!Thread.currentThread().isInterrupted()) {
                queue.put(reservoir.next(batch, size));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Error of one pass on held-out examples, the same at every check; one line of curve.csv. */
    private List<ModelCard.Denoising> check(PriorTraining training, double loss, PrintWriter log) throws IOException {
        List<ModelCard.Denoising> errors = new ArrayList<>();
        StringBuilder line = new StringBuilder(training.steps() + "," + loss);
        for (double t : ModelCheck.TIMES) {
            TrainingBatch held = TrainingBatch.draw(
                    new SyntheticExamples(size),
                    ModelCheck.EXAMPLES,
                    size,
                    OrientationScaling.hexagonal(),
                    new SplittableRandom(ModelCheck.HELD_OUT),
                    t);
            double e = held.orientationError(training.predict(held));
            errors.add(new ModelCard.Denoising(t, Math.round(e * 1e5) / 1e5));
            line.append(',').append(e);
        }
        Path curve = out.resolve("curve.csv");
        if (!Files.exists(curve)) {
            Files.writeString(curve, "step,loss,t0.1,t0.3,t0.5,t0.7,t0.9,t0.99\n");
        }
        Files.writeString(curve, line + "\n", StandardOpenOption.APPEND);
        log.println("check " + line);
        return errors;
    }
}
