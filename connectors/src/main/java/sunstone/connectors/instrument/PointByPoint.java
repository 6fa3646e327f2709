package sunstone.connectors.instrument;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Pixel;

/** An instrument that measures one point after the other at the pace of a clock. */
final class PointByPoint implements JobInstrument {
    private final Instrument instrument;
    private final InstrumentClock clock;
    private int beam = -1; // pixel under the beam

    PointByPoint(Instrument instrument, InstrumentClock clock) {
        this.instrument = instrument;
        this.clock = clock;
    }

    @Override
    public @Nullable String measure(String commandId, List<Pixel> points, Run run) throws InterruptedException {
        for (Pixel p : points) {
            String cut = run.cut();
            if (cut != null) {
                return cut;
            }
            int pixel = instrument.grid().index(p.row(), p.col());
            clock.spend(instrument.visitMillis(beam, pixel));
            beam = pixel;
            run.take(instrument.measure(p.row(), p.col()));
        }
        return null;
    }

    @Override
    public void countVisit(int row, int col) {
        instrument.countVisit(row, col);
    }
}
