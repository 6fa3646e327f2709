package sunstone.agent.view;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.PlFrame;
import sunstone.models.map.ScanGrid;

/**
 * The PL frames as they came, rounded to 8 bits: for people to look at, nothing is computed from them. One byte a pixel
 * and frame, 36 MB for 36 frames of 1000 x 1000. The loop writes, any thread reads.
 */
public final class PlFrames {
    private final ScanGrid grid;
    private final AtomicReferenceArray<byte @Nullable []> frames;
    private final AtomicReferenceArray<@Nullable Double> stageDeg;

    public PlFrames(ScanGrid grid, int count) {
        this.grid = grid;
        this.frames = new AtomicReferenceArray<>(count);
        this.stageDeg = new AtomicReferenceArray<>(count);
    }

    /** Keeps a band that the scan has accepted; a copy, so that a reader sees whole bands. */
    public void add(PlFrame f, float[] pixels) {
        byte[] before = frames.get(f.frame());
        byte[] frame = before == null ? new byte[grid.size()] : before.clone();
        int to = f.rowOffset() * grid.cols();
        for (int i = 0; i < pixels.length; i++) {
            frame[to + i] = (byte) Math.round(255 * Math.max(0, Math.min(1, pixels[i])));
        }
        frames.set(f.frame(), frame);
        stageDeg.set(f.frame(), f.stageDeg());
    }

    /** Number of frames that the instrument announced. */
    public int count() {
        return frames.length();
    }

    /** Stage angle of a frame, degrees; null while nothing of it has come. */
    public @Nullable Double stageDeg(int frame) {
        return stageDeg.get(frame);
    }

    /**
     * Intensities of a frame, 255 is the brightest possible crystal, shape [rows * cols]; null while it has not come.
     */
    public byte @Nullable [] frame(int frame) {
        return frames.get(frame);
    }
}
