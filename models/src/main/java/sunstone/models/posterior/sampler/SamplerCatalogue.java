package sunstone.models.posterior.sampler;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every sampler by name, with settings for maps and a trained network: 20 levels where the method allows. */
public final class SamplerCatalogue {
    /** Noise over signal of the first and last level. */
    private static final double FIRST = 80;

    private static final double LAST = 0.01;
    private static final int STEPS = 20;
    private static final int PARTICLES = 20;
    private static final int LANGEVIN_MOVES = 4;
    private static final double LANGEVIN_PACE = 0.2;

    /**
     * An entry.
     *
     * @param name for the command line
     * @param description one line
     * @param sampler what draws
     */
    public record Entry(String name, String description, DiffusionSampler sampler) {}

    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    static {
        NoiseLevels levels = NoiseLevels.uniform(STEPS, FIRST, LAST);
        add("ddim", "estimates drawn to the data pixel by pixel (DDNM), DDIM steps", new Ddnm(levels, Stepper.ddim(0)));
        add("ddpm", "the same with ancestral steps", new Ddnm(levels, Stepper.ddpm()));
        add("dpm-solver", "the same with DPM-Solver++(2M)", new Ddnm(levels, DpmSolver.of(false)));
        add("replacement", "noised data put in at every step", new RePaint(levels, 1));
        add("repaint", "the same, every step ten times", new RePaint(levels, 10));
        add("ddrm", "denoising diffusion restoration", new Ddrm(levels, 0.85, 1));
        add(
                "langevin",
                "Langevin moves at fixed noise levels, four a level",
                new Langevin(levels, LANGEVIN_MOVES, LANGEVIN_PACE));
        add("daps", "decoupled annealing", new Daps(levels, 1));
        add("split-gibbs", "DPnP / PnP-DM: data and prior in turn", new SplitGibbs(12, 5, 10, 0.05));
        add("mmps", "moment matching by finite differences, three iterations", new Mmps(levels, DpmSolver.of(true), 3));
        add("fps-smc", "filtering with particles as published, c = 0.95", FpsSmc.published(levels, PARTICLES, 0.95));
        add("fps-smc-corrected", "the same with every measurement met once", FpsSmc.corrected(levels, PARTICLES));
        add("mcgdiff", "particles guided by noised data", new McgDiff(levels, PARTICLES));
        add(
                "enkf",
                "ensemble Kalman update of whole grains, then re-noised",
                new KalmanRenoise(NoiseLevels.uniform(12, FIRST, LAST), 12, 0.05, 1));
    }

    private SamplerCatalogue() {}

    private static void add(String name, String description, DiffusionSampler sampler) {
        ENTRIES.put(name, new Entry(name, description, sampler));
    }

    /** All of them by name, in a fixed order. */
    public static Map<String, Entry> all() {
        return java.util.Collections.unmodifiableMap(ENTRIES);
    }
}
