package sunstone.agent.cli.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sunstone.agent.cli.option.DeviceOptions;
import sunstone.agent.process.FirstLine;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.sampler.SamplerCatalogue;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OnnxPrior;

/** {@code sunstone model}: looks at a prior. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description =
                "Checks or describes an ONNX prior, or draws sections from it. FILE is the model, its card model.json lies beside it.")
public final class ModelCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Mixin
    DeviceOptions where;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "verify, describe or sample is missing");
    }

    private OnnxPrior open(Path file) {
        try {
            return where.open(file, Runtime.getRuntime().availableProcessors());
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), FirstLine.of(e), e);
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Checks a model against the contract: card, digest, inputs, outputs, passes at several sizes and batches,"
                        + " that equal input gives equal output, that every noise level of the card's schedule is the one"
                        + " the model denoises best at, and that its errors on held-out generated sections are those of"
                        + " its card. Exit 2 with one line if not.",
            })
    int verify(@Parameters(paramLabel = "FILE", description = "The ONNX file.") Path file) {
        PrintWriter out = spec.commandLine().getOut();
        try (OnnxPrior prior = open(file)) {
            int stride = prior.card().stride();
            for (int[] size : new int[][] {{4 * stride, 4 * stride, 2}, {6 * stride, 5 * stride, 3}}) {
                String fault = pass(prior, size[0], size[1], size[2]);
                if (fault != null) {
                    throw new ParameterException(
                            spec.commandLine(), file + ": pass at " + size[0] + " x " + size[1] + " px " + fault);
                }
                out.printf(
                        "%d passes at %d x %d px: finite, repeatable, alike for alike members%n",
                        size[2], size[0], size[1]);
            }
            out.flush();
            ModelCheck check = ModelCheck.of(prior);
            if (check == null) {
                out.println("denoising not measured: the generator makes 6/mmm and harmonics only");
            } else {
                check.run(out).ifPresent(fault -> {
                    throw new ParameterException(spec.commandLine(), file + ": " + fault);
                });
            }
            out.printf(
                    "%s follows the contract, sha256 %s%n", file, prior.card().sha256());
            out.flush();
        }
        return 0;
    }

    /** Two equal passes on noise; what is wrong with them, or null. */
    private static @Nullable String pass(OnnxPrior prior, int rows, int cols, int members) {
        int n = rows * cols;
        int channels = prior.card().channels().size();
        SplittableRandom random = new SplittableRandom(1);
        float[][] samples = new float[members][channels * n];
        for (int i = 0; i < channels * n; i++) {
            samples[0][i] = (float) random.nextGaussian();
        }
        for (int m = 1; m < members; m++) {
            samples[m] = samples[0].clone();
        }
        Conditioning nothing = Conditioning.of(
                new ScanGrid(rows, cols, 1),
                LaueGroup.of(prior.card().laue()),
                null,
                List.of(),
                prior.card().orientationScaling());
        float[][] first = prior.denoise(samples, 0.9, nothing, rows, cols);
        float[][] second = prior.denoise(samples, 0.9, nothing, rows, cols);
        for (int i = 0; i < channels * n; i++) {
            if (!Float.isFinite(first[0][i])) {
                return "gave " + first[0][i];
            }
            if (first[0][i] != second[0][i]) {
                return "gave " + first[0][i] + " and then " + second[0][i];
            }
            // sums may be taken in another order for another member of a batch
            float last = first[members - 1][i];
            if (Math.abs(first[0][i] - last) > 1e-4 * (1 + Math.abs(last))) {
                return "gave " + first[0][i] + " for the first member and " + last + " for an equal last one";
            }
        }
        return null;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Draws sections from a prior with nothing observed, writes pictures of them, and compares the generated"
                        + " polarized light with what the generated orientations look like by the optics (0 is perfect;"
                        + " beside it that of unrelated sections)."
            })
    int sample(
            @Parameters(paramLabel = "FILE", description = "The ONNX file.") Path file,
            @Option(names = "--count", defaultValue = "4", description = "Number of sections (default 4).") int count,
            @Option(names = "--size", defaultValue = "64", description = "Height and width, px (default 64).") int size,
            @Option(names = "--seed", defaultValue = "1", description = "Seed of the noise (default 1).") long seed,
            @Option(
                            names = "--sampler",
                            defaultValue = "dpm-solver",
                            paramLabel = "NAME",
                            description = "What draws, see evaluate --list-samplers (default dpm-solver).")
                    String name,
            @Option(
                            names = "--out",
                            defaultValue = "samples",
                            paramLabel = "DIR",
                            description = "Folder of the pictures (default ./samples).")
                    Path folder)
            throws IOException {
        SamplerCatalogue.Entry entry = SamplerCatalogue.all().get(name);
        if (entry == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "sampler must be one of "
                            + String.join(", ", SamplerCatalogue.all().keySet()) + ": \"" + name + "\"");
        }
        try (OnnxPrior prior = open(file)) {
            int stride = prior.card().stride();
            if (count < 1 || count > 64 || size < stride || size > 512 || size % stride != 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "count must be 1 to 64 and size a multiple of " + stride + " px up to 512: " + count + ", "
                                + size + " px");
            }
            ModelSample.run(
                    prior,
                    entry.sampler(),
                    size,
                    count,
                    seed,
                    folder,
                    spec.commandLine().getOut());
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Prints what the card says of a model.")
    int describe(@Parameters(paramLabel = "FILE", description = "The ONNX file.") Path file) {
        PrintWriter out = spec.commandLine().getOut();
        try (OnnxPrior prior = open(file)) {
            ModelCard card = prior.card();
            out.printf("name        %s%n", card.name());
            out.printf("sha256      %s%n", card.sha256());
            out.printf("Laue group  %s%n", card.laue());
            out.printf("channels    %s%n", String.join(", ", card.channels()));
            out.printf("stride      %d px%n", card.stride());
            out.printf(
                    "prediction  %s, schedule %s%n",
                    card.prediction(), card.schedule().kind());
            out.printf("PL features %s%n", card.pl().features());
            ModelCard.Training t = card.training();
            if (t != null) {
                out.printf(
                        Locale.ROOT,
                        "training    %,d weights, %,d steps of %d examples of %d px, %.1f h, seed %d, %s%n",
                        t.parameters(),
                        t.steps(),
                        t.batch(),
                        t.size(),
                        t.hours(),
                        t.seed(),
                        t.data());
            }
            ModelCard.Quality q = card.quality();
            if (q != null) {
                q.denoising()
                        .forEach(d -> out.printf(
                                Locale.ROOT,
                                "denoising   time %.2f  rms %.4f of the scaled channels%n",
                                d.time(),
                                d.rms()));
                List<ModelCard.Denoising> joint = q.joint();
                if (joint != null) {
                    joint.forEach(d -> out.printf(
                            Locale.ROOT, "            time %.2f  rms %.4f with nothing observed%n", d.time(), d.rms()));
                }
            }
            out.flush();
        }
        return 0;
    }
}
