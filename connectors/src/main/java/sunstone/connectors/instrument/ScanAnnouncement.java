package sunstone.connectors.instrument;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.RegionRuns;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanOpened.SpecimenPrior;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.map.ScanGrid;

/**
 * Announcement of a scan by the instrument, apart from what the specimen itself says.
 *
 * @param scanId record key of the scan
 * @param specimenId the specimen
 * @param section number of the section in its specimen
 * @param phaseName name of the mapped phase
 * @param mapFrame name of the frame of rows and columns
 * @param frames polarized-light frames in a full turn, 0 for none
 * @param dtype how pixels travel; {@code F32LE} keeps the negative values that read noise makes of dark pixels
 * @param budget when to stop
 * @param below the section of the same specimen that was measured before, or null
 * @param linger how long the scan stays open when its budget is used, so that the last map can be made, wall time
 */
public record ScanAnnouncement(
        String scanId,
        String specimenId,
        int section,
        String phaseName,
        String mapFrame,
        int frames,
        PixelType dtype,
        ScanOpened.Budget budget,
        @Nullable SpecimenPrior below,
        Duration linger) {
    /** Frames in a full turn unless something else is asked for. */
    public static final int FRAMES = 36;

    public ScanAnnouncement {
        if (frames < 0) {
            throw new IllegalArgumentException("frames must be at least 0: " + frames);
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger must be at least 0: " + linger);
        }
    }

    /** A scan of titanium with 36 frames that stays open for 30 s after its last point. */
    public static ScanAnnouncement of(String scanId, @Nullable Integer points) {
        return new ScanAnnouncement(
                scanId,
                "specimen",
                1,
                "Titanium",
                "x-cols-y-rows",
                FRAMES,
                PixelType.F32LE,
                new ScanOpened.Budget(points, null, null),
                null,
                Duration.ofSeconds(30));
    }

    /** The same scan that stays open for another time. */
    public ScanAnnouncement withLinger(Duration time) {
        return new ScanAnnouncement(
                scanId, specimenId, section, phaseName, mapFrame, frames, dtype, budget, below, time);
    }

    /** The announcement for a specimen; pixels without the mapped phase are outside the region of interest. */
    ScanOpened opened(Instrument instrument) {
        ScanGrid g = instrument.grid();
        boolean[] region = instrument.region();
        return new ScanOpened(
                scanId,
                specimenId,
                section,
                g.rows(),
                g.cols(),
                g.stepUm(),
                List.of(new ScanOpened.Phase(
                        instrument.phase(), phaseName, instrument.laue().symbol())),
                new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), mapFrame),
                new ScanOpened.Pl(frames, frames == 0 ? 360 : 360.0 / frames, g.rows(), g.cols()),
                budget,
                below,
                region == null ? null : RegionRuns.of(region));
    }
}
