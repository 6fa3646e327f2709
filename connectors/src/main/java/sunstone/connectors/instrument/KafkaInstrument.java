package sunstone.connectors.instrument;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.EulerAngles;

/**
 * An instrument on Kafka: it opens a scan, sends the polarized-light frames, and then obeys the
 * topic {@code commands} and nothing else, until its budget is used or it is told to stop.
 *
 * <p>Life of a command: judged by {@link CommandLedger}; answered {@code accepted} or {@code refused}; its points
 * visited in their order and sent in batches; answered {@code done}, with a reason if it was cancelled before its last
 * point. A command that was accepted and is not done (the instrument was killed) is taken up again by an instrument
 * started with the same scan, at the first point that is missing.
 *
 * <p>Two threads: the stream's decodes and queues commands ({@link CommandInbox}); the instrument's owns everything
 * else.
 */
public final class KafkaInstrument implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaInstrument.class);
    private static final double BATCH_MS = 1000; // of the instrument's time
    private static final int BATCH_POINTS = 500;
    private static final String CANCELLED = "the command was cancelled";
    private static final Duration POLL = Duration.ofMillis(50), PATIENCE = Duration.ofSeconds(10);

    private final ScanOpened scan;
    private final Duration linger;
    private final PixelType dtype;
    private final double frameMillis;
    private final JobInstrument instrument;
    private final Instrument.@Nullable Camera camera;
    private final InstrumentClock clock;
    private final CommandLedger book;
    private final CommandInbox inbox;
    private final RetryingSink sink;
    private final RecordStream stream;
    private final Thread thread;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile int points;
    private volatile @Nullable String stopReason;

    /**
     * End of a scan.
     *
     * @param points measured, those not indexed included
     * @param instrumentMillis time of the instrument's clock
     * @param reason why it ended
     */
    public record Outcome(int points, double instrumentMillis, String reason) {}

    private KafkaInstrument(
            KafkaSettings settings,
            ScanOpened scan,
            Duration linger,
            PixelType dtype,
            double frameMillis,
            JobInstrument instrument,
            Instrument.@Nullable Camera camera,
            InstrumentClock clock) {
        this.scan = scan;
        this.linger = linger;
        this.dtype = dtype;
        this.frameMillis = frameMillis;
        this.instrument = instrument;
        this.camera = camera;
        this.clock = clock;
        int frames = camera == null ? 0 : camera.frames();
        if (frames != scan.pl().frames()) {
            throw new IllegalArgumentException(
                    scan.pl().frames() + " PL frames are announced and the camera takes " + frames);
        }
        book = new CommandLedger(scan.grid(), scan.budget().points());
        thread = new Thread(this::run, "microscope-" + scan.scanId());
        inbox = new CommandInbox(scan, book, instrument, this::fail);
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
        return new KafkaInstrument(
                settings,
                sheet.opened(instrument),
                sheet.linger(),
                sheet.dtype(),
                instrument.frameMillis(),
                new PointByPoint(instrument, clock),
                camera,
                clock);
    }

    /**
     * As {@link #start(KafkaSettings, ScanAnnouncement, Instrument, Instrument.Camera, InstrumentClock)}, for an
     * instrument of a laboratory, at the pace of the wall's clock.
     *
     * @param scan what is announced, with crystal axes X parallel to a
     * @param linger how long the scan stays open when its budget is used
     * @param camera frames of the size that is announced
     */
    public static KafkaInstrument start(
            KafkaSettings settings,
            ScanOpened scan,
            Duration linger,
            JobInstrument instrument,
            Instrument.@Nullable Camera camera) {
        return new KafkaInstrument(
                settings,
                scan,
                linger,
                PixelType.F32LE,
                0,
                instrument,
                camera,
                InstrumentClock.accelerated(Instant.now(), 1));
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
        instrument.close();
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
            sink.write(Outgoing.of(new ScanClosed(scan.scanId())));
            LOG.info("scan {} closed after {} points: {}", scan.scanId(), points, reason);
            outcome.complete(new Outcome(points, clock.elapsedMillis(), reason));
        } catch (InterruptedException e) {
            outcome.completeExceptionally(e); // abandoned
        } catch (RuntimeException e) {
            LOG.error("instrument of scan {} ended", scan.scanId(), e);
            outcome.completeExceptionally(e);
        } finally {
            inbox.shut();
        }
    }

    private void open() throws InterruptedException {
        if (inbox.closedBefore()) {
            throw new IllegalStateException("scan " + scan.scanId() + " was closed before; take another scanId");
        }
        if (inbox.openedBefore()) {
            LOG.info("scan {} resumed after {} points", scan.scanId(), points);
        } else {
            sink.write(Outgoing.of(scan));
            LOG.info("scan {} opened: {} x {} pixels", scan.scanId(), scan.rows(), scan.cols());
        }
    }

    /** A resumed instrument sends all frames again: they are the same, and whoever has them ignores them. */
    private void sendFrames() throws InterruptedException {
        int cols = scan.pl().cols(), rows = scan.pl().rows();
        int band = PlFrame.bandRows(cols, dtype);
        for (int j = 0; camera != null && j < scan.pl().frames() && stopReason == null; j++) {
            clock.spend(frameMillis);
            float[] pixels = camera.frame(j);
            for (int row = 0; row < rows; row += band) {
                int count = Math.min(band, rows - row);
                byte[] raw = dtype.encode(pixels, row * cols, count * cols);
                sink.write(Outgoing.of(
                        new PlFrame(scan.scanId(), j, camera.stageDeg(j), rows, cols, row, count, dtype, raw)));
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
            } else if (over != null && System.nanoTime() - overSince >= linger.toNanos()) {
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
            return "the budget of " + scan.budget().points() + " points is used";
        }
        Instant deadline = scan.budget().deadline();
        return deadline != null && !clock.now().isBefore(deadline) ? "the deadline " + deadline + " has passed" : null;
    }

    private void handle(Command command, @Nullable String over) throws InterruptedException {
        CommandLedger.Answer answer = book.judge(command);
        if (answer instanceof CommandLedger.Answer.Refuse refused) {
            receipt(command, Receipt.State.REFUSED, refused.reason());
        } else if (over != null) {
            receipt(command, Receipt.State.REFUSED, over);
            book.answer(command.commandId());
        } else if (inbox.cancelled(command.commandId())) {
            receipt(command, Receipt.State.REFUSED, CANCELLED);
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
        sink.write(Outgoing.of(new Receipt(scan.scanId(), command.commandId(), state, reason)));
    }

    /** Measures points and sends them; returns why it stopped before the last, or null. */
    private @Nullable String visit(Command command, List<Pixel> pixels) throws InterruptedException {
        Visit visit = new Visit(command.commandId());
        String cut = pixels.isEmpty() ? null : instrument.measure(command.commandId(), pixels, visit);
        visit.flush();
        return cut;
    }

    /** A job under way: its results on their way to Kafka. */
    private final class Visit implements JobInstrument.Run {
        private final String commandId;
        private final List<EbsdPoints.Point> batch = new ArrayList<>();
        private double begun = clock.elapsedMillis();

        Visit(String commandId) {
            this.commandId = commandId;
        }

        @Override
        public void take(Measurement result) throws InterruptedException {
            batch.add(point(result, commandId));
            book.measured(commandId, result.row(), result.col());
            if (due()) {
                flush();
            }
        }

        private boolean due() {
            return clock.elapsedMillis() - begun >= BATCH_MS || batch.size() == BATCH_POINTS;
        }

        @Override
        public void flush() throws InterruptedException {
            send(batch);
            begun = clock.elapsedMillis();
        }

        @Override
        public @Nullable String cut() {
            return inbox.cancelled(commandId) ? CANCELLED : stopReason == null ? over() : stopReason;
        }

        @Override
        public @Nullable String pause(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            clock.idle();
            if (due()) {
                flush();
            }
            return cut();
        }
    }

    private void send(List<EbsdPoints.Point> batch) throws InterruptedException {
        if (!batch.isEmpty()) {
            sink.write(Outgoing.of(new EbsdPoints(scan.scanId(), book.takeSeq(), batch)));
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
