package sunstone.connectors.instrument;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Pixel;

/**
 * An instrument that is given whole lists of points, as those of laboratories are: to start a job is dear, its points
 * are cheap. {@link KafkaInstrument} puts it on the wire.
 *
 * <p>Not thread-safe: the thread of the {@link KafkaInstrument} that it is given to owns it.
 */
public interface JobInstrument extends AutoCloseable {
    /**
     * Measures points, in their order if the instrument can. After a restart the same command comes again with the
     * points that are still missing: what the instrument has done for it already is taken, not asked for again.
     *
     * @param commandId names the job
     * @param points pixels of the scan's raster
     * @param run where results go
     * @return why not all were measured, or null if all were
     */
    @Nullable
    String measure(String commandId, List<Pixel> points, Run run) throws InterruptedException;

    /**
     * Counts a visit to a pixel that was made before this process started, so that a simulated instrument goes on
     * alike.
     */
    default void countVisit(int row, int col) {}

    /** Lets go of the instrument. */
    @Override
    default void close() {}

    /** One job under way. */
    interface Run {
        /** Takes a result of a pixel that was asked for; orientations with crystal X along a. */
        void take(Measurement result) throws InterruptedException;

        /** Returns when everything taken is in Kafka. */
        void flush() throws InterruptedException;

        /** Why the job has to end after the point under the beam, or null. */
        @Nullable
        String cut();

        /** Waits while the instrument works; sends what has waited long enough. As {@link #cut}. */
        @Nullable
        String pause(Duration time) throws InterruptedException;
    }
}
