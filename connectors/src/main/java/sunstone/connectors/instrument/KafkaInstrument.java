package sunstone.connectors.instrument;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.ScanClosed;
import sunstone.models.crystallography.EulerAngles;

/**
 * An instrument on Kafka: it opens a scan, sends the polarised-light frames, and then obeys the
 * topic {@code commands} and nothing else, until its budget is used or it is told to stop.
 *
 * <p>Life of a command: judged by {@link CommandLedger}; answered {@code accepted} or {@code refused}; its points visited in
 * their order and sent in batches; answered {@code done}. A command that was accepted and is not done (the instrument was
 * killed) is taken up again by an instrument started with the same scan, at the first point that is missing.
 *
 * <p>Two threads: the stream's decodes and queues commands ({@link CommandInbox}); the instrument's owns everything else.
 */
public final class KafkaInstrument implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaInstrument.class);
    private static final double BATCH_MS = 1000; // of the instrument's time
    private static final int BATCH_POINTS = 500;
    private static final Duration POLL = Duration.ofMillis(50), PATIENCE = Duration.ofSeconds(10);

    private final ScanAnnouncement sheet;
    private final Instrument instrument;
    private final Instrument.@Nullable Camera camera;
    private final InstrumentClock clock;
    private final CommandLedger book;
    private final CommandInbox inbox;
    private final RetryingSink sink;
    private final RecordStream stream;
    private final Thread thread;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private int beam = -1; // pixel under the beam
    private volatile int points;
    private volatile @Nullable String stopReason;

    /**
     * How a scan ended.
     *
     * @param points measured, those not indexed included
     * @param instrumentMillis time of the instrument's clock
     * @param reason why it ended
     */
    public record Outcome(int points, double instrumentMillis, String reason) {}

    private KafkaInstrument(
            KafkaSettings settings,
            ScanAnnouncement sheet,
            Instrument instrument,
            Instrument.@Nullable Camera camera,
            InstrumentClock clock) {
        this.sheet = sheet;
        this.instrument = instrument;
        this.camera = camera;
        this.clock = clock;
        book = new CommandLedger(instrument.grid(), sheet.budget().points());
        thread = new Thread(this::run, "microscope-" + sheet.scanId());
        inbox = new CommandInbox(sheet.scanId(), book, instrument, this::fail);
        sink = new RetryingSink(settings);
        stream = RecordStream.reader(
                settings, EnumSet.of(Topic.SCANS, Topic.COMMANDS, Topic.RECEIPTS, Topic.EBSD_POINTS), inbox);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Puts a specimen under the microscope and begins; the topics must exist.
     *
     * @param settings where Kafka is; the client id must be the instrument's own
     * @param sheet what is announced
     * @param instrument measures; nobody else may use it from now on
     * @param camera takes the frames, or null if the sheet announces none
     * @param clock pace; nobody else may use it from now on
     */
    public static KafkaInstrument start(
            KafkaSettings settings,
            ScanAnnouncement sheet,
            Instrument instrument,
            Instrument.@Nullable Camera camera,
            InstrumentClock clock) {
        int frames = camera == null ? 0 : camera.frames();
        if (frames != sheet.frames()) {
            throw new IllegalArgumentException(
                    sheet.frames() + " PL frames are announced and the camera takes " + frames);
        }
        return new KafkaInstrument(settings, sheet, instrument, camera, clock);
    }

    /** Points measured so far, those not indexed included. */
    public int points() {
        return points;
    }

    /** Completes when the scan has been closed on Kafka, or with the fault that ended the instrument before. */
    public CompletableFuture<Outcome> outcome() {
        return outcome.copy();
    }

    /** Ends the scan after the point that is being measured. */
    public void stop(String reason) {
        if (stopReason == null) {
            stopReason = reason;
        }
    }

    /** Ends the scan if it is open, and lets go of Kafka. */
    @Override
    public void close() {
        stop("the instrument was switched off");
        if (inbox.live()) {
            join();
        }
        abandon();
    }

    /** Lets go of Kafka at once and leaves the scan open, as a process that dies does. */
    public void abandon() {
        thread.interrupt();
        join();
        stream.close();
        sink.close();
    }

    private void join() {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(Throwable cause) {
        outcome.completeExceptionally(cause);
        thread.interrupt();
    }

    private void run() {
        try {
            inbox.awaitReplay();
            points = book.points();
            open();
            sendFrames();
            String reason = obey();
            sink.write(Outgoing.of(new ScanClosed(sheet.scanId())));
            LOG.info("scan {} closed after {} points: {}", sheet.scanId(), points, reason);
            outcome.complete(new Outcome(points, clock.elapsedMillis(), reason));
        } catch (InterruptedException e) {
            outcome.completeExceptionally(e); // abandoned
        } catch (RuntimeException e) {
            LOG.error("instrument of scan {} ended", sheet.scanId(), e);
            outcome.completeExceptionally(e);
        } finally {
            inbox.shut();
        }
    }

    private void open() throws InterruptedException {
        if (inbox.closedBefore()) {
            throw new IllegalStateException("scan " + sheet.scanId() + " was closed before; take another scanId");
        }
        if (inbox.openedBefore()) {
            LOG.info("scan {} resumed after {} points", sheet.scanId(), points);
        } else {
            sink.write(Outgoing.of(sheet.opened(instrument)));
            int rows = instrument.grid().rows(), cols = instrument.grid().cols();
            LOG.info("scan {} opened: {} x {} pixels", sheet.scanId(), rows, cols);
        }
    }

    /** A resumed instrument sends all frames again: they are the same, and whoever has them ignores them. */
    private void sendFrames() throws InterruptedException {
        int cols = instrument.grid().cols(), rows = instrument.grid().rows();
        int band = PlFrame.bandRows(cols, sheet.dtype());
        for (int j = 0; camera != null && j < sheet.frames() && stopReason == null; j++) {
            clock.spend(instrument.frameMillis());
            float[] pixels = camera.frame(j);
            for (int row = 0; row < rows; row += band) {
                int count = Math.min(band, rows - row);
                byte[] raw = sheet.dtype().encode(pixels, row * cols, count * cols);
                sink.write(Outgoing.of(new PlFrame(
                        sheet.scanId(), j, camera.stageDeg(j), rows, cols, row, count, sheet.dtype(), raw)));
            }
        }
    }

    /** Obeys until the scan ends; returns why. */
    private String obey() throws InterruptedException {
        long overSince = 0;
        while (true) {
            String stop = stopReason;
            if (stop != null) {
                return stop;
            }
            String over = over();
            if (over != null && overSince == 0) {
                overSince = System.nanoTime();
            } else if (over != null
                    && System.nanoTime() - overSince >= sheet.linger().toNanos()) {
                return over;
            }
            CommandInbox.Order order = inbox.poll(POLL);
            if (order == null) {
                clock.idle();
            } else if (!order.old() || !book.answered(order.command().commandId())) {
                handle(order.command(), over);
            }
            if (order != null) {
                order.handled().complete(null);
            }
        }
    }

    private @Nullable String over() {
        if (book.spent()) {
            return "the budget of " + sheet.budget().points() + " points is used";
        }
        java.time.Instant deadline = sheet.budget().deadline();
        return deadline != null && !clock.now().isBefore(deadline) ? "the deadline " + deadline + " has passed" : null;
    }

    private void handle(Command command, @Nullable String over) throws InterruptedException {
        CommandLedger.Answer answer = book.judge(command);
        if (answer instanceof CommandLedger.Answer.Refuse refused) {
            receipt(command, Receipt.State.REFUSED, refused.reason());
        } else if (over != null) {
            receipt(command, Receipt.State.REFUSED, over);
            book.answer(command.commandId());
        } else if (answer instanceof CommandLedger.Answer.Measure work) {
            receipt(command, Receipt.State.ACCEPTED, null);
            String cut = visit(command, work.points());
            book.answer(command.commandId());
            receipt(command, Receipt.State.DONE, cut);
        }
    }

    private void receipt(Command command, Receipt.State state, @Nullable String reason) throws InterruptedException {
        if (state == Receipt.State.REFUSED) {
            LOG.warn("command {} refused: {}", command.commandId(), reason);
        }
        sink.write(Outgoing.of(new Receipt(sheet.scanId(), command.commandId(), state, reason)));
    }

    /** Measures points and sends them; returns why it stopped before the last, or null. */
    private @Nullable String visit(Command command, List<Pixel> pixels) throws InterruptedException {
        List<EbsdPoints.Point> batch = new ArrayList<>();
        double begun = clock.elapsedMillis();
        String cut = null;
        for (Pixel p : pixels) {
            cut = stopReason == null ? over() : stopReason;
            if (cut != null) {
                break;
            }
            int pixel = instrument.grid().index(p.row(), p.col());
            clock.spend(instrument.visitMillis(beam, pixel));
            beam = pixel;
            batch.add(point(instrument.measure(p.row(), p.col()), command.commandId()));
            book.measured(command.commandId(), p.row(), p.col());
            if (clock.elapsedMillis() - begun >= BATCH_MS || batch.size() == BATCH_POINTS) {
                send(batch);
                begun = clock.elapsedMillis();
            }
        }
        send(batch);
        return cut;
    }

    private void send(List<EbsdPoints.Point> batch) throws InterruptedException {
        if (!batch.isEmpty()) {
            sink.write(Outgoing.of(new EbsdPoints(sheet.scanId(), book.takeSeq(), batch)));
            points = book.points();
            batch.clear();
        }
    }

    private EbsdPoints.Point point(Measurement m, String commandId) {
        double[] q = {m.w(), m.x(), m.y(), m.z()}, angles = new double[3];
        EulerAngles.fromQuaternion(q, 0, angles, 0);
        for (int k = 0; k < 3; k++) {
            angles[k] = Math.toDegrees(angles[k]);
        }
        return new EbsdPoints.Point(
                m.row(), m.col(), m.phase(), angles[0], angles[1], angles[2], m.confidence(), commandId, clock.now());
    }
}
