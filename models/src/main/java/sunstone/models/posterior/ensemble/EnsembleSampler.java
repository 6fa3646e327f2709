package sunstone.models.posterior.ensemble;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlRegions;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.Prior;
import sunstone.models.prior.Tile;

/**
 * Sampler of ensembles with a prior that takes observations, or with a plain joint one ({@link FillGuidance}).
 *
 * <p>Every member starts from noise of its own and follows the same few passes ({@link MemberDenoiser}), all under the same
 * observation. A later round does the same under the new observation rather than continue the old members: noised only part of
 * the way (SDEdit, Meng et al., 2108.01073) they keep orientations that the new points refute, and noised far enough to drop
 * them they cost as many passes.
 *
 * <p>Every fourth member is not drawn but a candidate fill ({@link Conditioning}): a point's orientation wherever light and
 * position speak for that point. In a grain without a point the network's draws seldom agree, and a few of them seldom meet the
 * most likely answer, that it is like the points that look like it; the fills always hold it. The draws there also heed light
 * too little and the points too much: what they hold there is drawn anew within what light allows ({@link UnmeasuredRegions}).
 *
 * <p>The last step returns the mean of what a pixel may be; what differs inside a grain is drawn by {@link
 * IntragranularScatter}. The map is extended to a multiple of the model's stride by repeating its edge.
 *
 * <p>Members are drawn {@value EnsembleDrawing#TOGETHER} at a time, whatever the size of map and ensemble: the last bits of what
 * ONNX Runtime gives depend on how many images go through the network together, and a member must be the same wherever it is
 * drawn.
 */
public final class EnsembleSampler implements PosteriorSampler {
    private final MemberDenoiser denoiser;
    private final int members;
    private final LaueGroup laue;
    private final PlRegions.Memo lit = new PlRegions.Memo();
    private volatile @Nullable Progress progress;

    /**
     * A sampler.
     *
     * @param prior the denoiser; where ensembles are drawn beside each other, it has to stand that
     * @param members size of the ensemble, at least 2
     */
    public EnsembleSampler(Prior prior, int members) {
        this(prior, members, Tile.WHOLE_PIXELS);
    }

    /** With the largest map that is drawn whole, pixels. */
    EnsembleSampler(Prior prior, int members, int whole) {
        if (members < 2 || members > 1024) {
            throw new IllegalArgumentException("an ensemble has 2 to 1024 members, not " + members);
        }
        this.denoiser = new MemberDenoiser(prior, whole);
        this.members = members;
        this.laue = LaueGroup.of(prior.card().laue());
    }

    /** Work so far; any thread. */
    public NetworkWork work() {
        return denoiser.work();
    }

    /** Number of members of the ensemble of a snapshot that the network draws: without points or carried grains all. */
    public int drawn(Snapshot snapshot) {
        return EnsembleDrawing.drawn(snapshot, members);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the scan has another Laue group than the prior
     * @throws Prior.InferenceException if the runtime fails
     */
    @Override
    public Posterior sample(Snapshot snapshot, long seed) {
        EnsembleDrawing drawing = drawing(snapshot, seed);
        int count = drawn(snapshot);
        List<float[]> drawn = new ArrayList<>();
        try {
            for (int from = 0; from < count; from += EnsembleDrawing.TOGETHER) {
                progress = new Progress(from, count);
                drawn.addAll(drawing.members(from, Math.min(count, from + EnsembleDrawing.TOGETHER)));
            }
            progress = new Progress(count, count);
            return drawing.posterior(drawn);
        } finally {
            progress = null;
        }
    }

    @Override
    public Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    /**
     * How this machine computes: a digest of four members of an empty map of 32 x 32 pixels. Where it is another, because
     * of the processor, the runtime or the model, members differ; where it is the same they do not, as far as so small a
     * sample shows.
     */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public String arithmetic() {
        Snapshot empty = new Snapshot(new ScanGrid(32, 32, 1), laue, null, List.of(), null);
        CRC32C digest = new CRC32C();
        for (float[] member : drawing(empty, 1).members(0, EnsembleDrawing.TOGETHER)) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * member.length);
            bytes.asFloatBuffer().put(member);
            digest.update(bytes);
        }
        return String.format(Locale.ROOT, "%08x", digest.getValue());
    }

    /**
     * Prepares the drawing of one ensemble.
     *
     * @param seed of every random draw
     * @throws IllegalArgumentException if the scan has another Laue group than the prior
     */
    public EnsembleDrawing drawing(Snapshot snapshot, long seed) {
        if (snapshot.laue() != laue) {
            throw new IllegalArgumentException("prior " + denoiser.card().name() + " is for Laue group " + laue.symbol()
                    + ", the scan is " + snapshot.laue().symbol());
        }
        return new EnsembleDrawing(snapshot, seed, members, denoiser, lit);
    }
}
