package sunstone.models.posterior.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlRegions;
import sunstone.models.polarizedlight.registration.RegisteredPl;
import sunstone.models.posterior.PaddedGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.sampler.Noise;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.Prior;

/**
 * An ensemble in the making: a few members after the other in any order, here or on another machine, then the
 * posterior. Not thread-safe, as the prior is not.
 */
public final class EnsembleDrawing {
    /** Members that are denoised together. */
    public static final int TOGETHER = 4;

    /** Of how many members one is a fill. */
    private static final int PER_FILL = 4;

    /** The candidates that are members, in turn: light above all, position above all, regions grown. */
    private static final int[] FILLS = {2, 1, 0};

    private final Snapshot snapshot;
    private final long seed;
    private final int members;
    private final MemberDenoiser denoiser;
    private final PlRegions.Memo lit;
    private final LaueGroup laue;
    private final OrientationScaling scaling;
    private final PaddedGrid canvas;
    private final Looks looks;

    /**
     * Nothing drawn yet.
     *
     * @param snapshot of the Laue group of the prior
     * @param seed of every random draw
     * @param members size of the ensemble
     * @param lit regions of the light of rounds before
     */
    EnsembleDrawing(Snapshot snapshot, long seed, int members, MemberDenoiser denoiser, PlRegions.Memo lit) {
        this.snapshot = snapshot;
        this.seed = seed;
        this.members = members;
        this.denoiser = denoiser;
        this.lit = lit;
        this.laue = snapshot.laue();
        this.scaling = denoiser.card().orientationScaling();
        this.canvas = PaddedGrid.of(snapshot.grid(), denoiser.card().stride());
        this.looks = new Looks(snapshot, seed, canvas, scaling);
    }

    /** Number of members of an ensemble that the network draws: without points or carried grains all. */
    static int drawn(Snapshot snapshot, int members) {
        return snapshot.sources() == 0 ? members : members - (members + PER_FILL - 1) / PER_FILL;
    }

    /**
     * What a member sees: batches take turns where light may lie in several ways, members where each draws the grains
     * that go on from the section below.
     */
    private int lookOf(int member) {
        return (snapshot.carried() == null ? member / TOGETHER : member) % looks.count();
    }

    /**
     * Some of the members that the network draws, denoised together: the same bit for bit for the same snapshot, seed,
     * model and {@link EnsembleSampler#arithmetic arithmetic}.
     *
     * @param from first, a multiple of {@link #TOGETHER}
     * @param to behind the last
     * @return unit quaternions in the fundamental zone, shape [rows * cols, 4] each
     * @throws Prior.InferenceException if the runtime fails
     */
    public List<float[]> members(int from, int to) {
        int together = snapshot.carried() == null ? to - from : 1;
        List<float[]> drawn = new ArrayList<>();
        for (int at = from; at < to; at += together) {
            Look look = looks.look(lookOf(at));
            int behind = at + together;
            for (float[] estimate : denoiser.draw(look, canvas, seed, at, behind)) {
                drawn.add(canvas.decode(estimate, scaling, laue));
            }
        }
        return drawn;
    }

    /**
     * The posterior.
     *
     * @param drawn all members that the network draws ({@link EnsembleSampler#drawn}), in their order
     */
    public Posterior posterior(List<float[]> drawn) {
        List<float[]> ensemble = ensemble(drawn);
        ModalMap consensus = ModalMap.of(snapshot, ensemble);
        IntragranularScatter scatter = new IntragranularScatter(snapshot.grid(), consensus.hidden(), consensus.noisy());
        List<float[]> scattered = new ArrayList<>();
        for (float[] member : consensus.centred()) {
            scattered.add(scatter.turn(member, laue, seed * 0x9E3779B97F4A7C15L - 1 - scattered.size()));
        }
        return consensus.posterior(scattered, denoiser.passes());
    }

    /**
     * What the network drew, turned where light contradicts it, among the fills. They come first and then after every
     * few members, so that they have their share in the first few members too. Without points there are none, and
     * whether light is what the optics say is not known: then the ensemble is what was drawn.
     */
    private List<float[]> ensemble(List<float[]> drawn) {
        if (snapshot.sources() == 0) {
            return drawn;
        }
        PlRegions regions = regions();
        Noise noise = new Noise(seed);
        Map<Integer, Optional<UnmeasuredRegions>> unmeasured = new HashMap<>();
        List<float[]> all = new ArrayList<>();
        for (int m = 0; m < drawn.size(); m++) {
            UnmeasuredRegions open = unmeasured(unmeasured, lookOf(m), regions);
            all.add(open == null ? drawn.get(m) : open.redraw(drawn.get(m), noise, m));
        }
        for (int m = 0; m < members; m += PER_FILL) {
            int fill = m / PER_FILL;
            int look = fill % looks.count();
            UnmeasuredRegions open = unmeasured(unmeasured, look, regions);
            float[] copied = candidate(looks.look(look), FILLS[fill % FILLS.length]);
            all.add(m, open == null ? copied : open.turn(copied));
        }
        return all;
    }

    /** What light leaves open where no point is, under a look; made when it is wanted first. */
    private @Nullable UnmeasuredRegions unmeasured(
            Map<Integer, Optional<UnmeasuredRegions>> made, int number, @Nullable PlRegions regions) {
        return made.computeIfAbsent(number, n -> {
                    Look look = looks.look(n);
                    RegisteredPl view = look.view();
                    return view == null || regions == null || !view.optics()
                            ? Optional.empty()
                            : Optional.of(new UnmeasuredRegions(snapshot.grid(), laue, view, regions, look.points()));
                })
                .orElse(null);
    }

    /** Regions of the light where the first look has it. */
    private @Nullable PlRegions regions() {
        PlImage pl = snapshot.pl();
        RegisteredPl view = looks.look(0).view();
        if (pl == null || view == null) {
            return null;
        }
        return view.moved() ? PlRegions.ofNoisy(new PlImage(pl.grid(), view.raw(), pl.noise())) : lit.of(pl);
    }

    private float[] candidate(Look look, int k) {
        int length = 3 * canvas.size();
        float[] observed = look.seen().observed();
        return canvas.decode(Arrays.copyOfRange(observed, k * length, (k + 1) * length), scaling, laue);
    }
}
