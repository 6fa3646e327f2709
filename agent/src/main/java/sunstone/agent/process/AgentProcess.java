package sunstone.agent.process;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.http.CockpitServer;
import sunstone.agent.journal.Letters;
import sunstone.agent.loop.CopilotVerticle;
import sunstone.agent.loop.LoopSettings;
import sunstone.agent.loop.SteadyClock;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.view.ScanViews;
import sunstone.models.map.OrientationMap;

/** The running agent: loop, model and, if asked for, the live page. */
public final class AgentProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
    private static final long LIMIT_SECONDS = 60;
    private static final long REST_SECONDS = 5;
    /** Rounds beside each other: on one core too, a fast one must not wait for a slow one. */
    private static final int FEWEST_ROUNDS = 2;

    /** More would share one device in ever smaller parts. */
    private static final int MOST_ROUNDS = 4;

    private static final int SHORTEST_TOKEN = 16;
    private static final long LARGEST_TOKEN_FILE = 4096;

    private final Vertx vertx;
    private final CopilotVerticle loop;
    private final ModelLoader sampling;
    private final ScanViews views;
    private final @Nullable CockpitServer page;

    private AgentProcess(
            Vertx vertx, CopilotVerticle loop, ModelLoader sampling, ScanViews views, @Nullable CockpitServer page) {
        this.vertx = vertx;
        this.loop = loop;
        this.sampling = sampling;
        this.views = views;
        this.page = page;
    }

    /**
     * Starts the agent.
     *
     * @param sampling model; belongs to the process from now on
     * @param truth what the live page compares with, or null
     * @param onFatal told when the agent cannot go on
     * @throws IllegalStateException with the reason, if it does not start
     */
    public static AgentProcess start(
            AgentConfig config, ModelLoader sampling, @Nullable OrientationMap truth, Consumer<Throwable> onFatal)
            throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        ScanViews views = new ScanViews(Runtime.getRuntime().maxMemory() / 8);
        Clock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        LoopSettings settings = loop(config, sampling);
        CopilotVerticle loop = new CopilotVerticle(
                config.kafka(),
                settings,
                sampling.copilot(config),
                clock,
                views,
                new LoopMeters(meters, views, clock),
                onFatal);
        AgentProcess process = new AgentProcess(vertx, loop, sampling, views, null);
        try {
            wait(vertx.deployVerticle(loop));
            if (!config.http().enabled()) {
                return process;
            }
            CockpitServer page = new CockpitServer(
                    config.http().host(),
                    config.http().port(),
                    token(config.http()),
                    loop,
                    views,
                    Letters.of(config.kafka()),
                    meters,
                    truth);
            wait(vertx.deployVerticle(page));
            return new AgentProcess(vertx, loop, sampling, views, page);
        } catch (IllegalStateException e) {
            process.close();
            throw e;
        }
    }

    /** What the loop is told of configuration and model. */
    public static LoopSettings loop(AgentConfig config, ModelLoader sampling) {
        return new LoopSettings(
                config.agentId(),
                Version.number(),
                sampling.engine(),
                config.mode(),
                config.pace(),
                config.suggestionLife(),
                config.heartbeat(),
                config.inferenceLimit(),
                sampling.scaling(),
                HeapBudget.ofProcess(config.model().members()),
                Math.max(FEWEST_ROUNDS, Math.min(Runtime.getRuntime().availableProcessors(), MOST_ROUNDS)),
                config.recipe());
    }

    /**
     * The token that changes need, or null for none.
     *
     * @throws IllegalArgumentException if it cannot be read, is too short, or is missing beyond loopback
     */
    public static @Nullable String token(AgentConfig.Http http) {
        if (http.tokenFile().equals(AgentConfig.Http.NONE)) {
            if (http.enabled() && !CockpitServer.loopback(http.host())) {
                throw new IllegalArgumentException("http.host " + http.host()
                        + " is reached from other machines: name a file with a token of at least " + SHORTEST_TOKEN
                        + " characters in http.tokenFile");
            }
            return null;
        }
        Path file = Installation.resolve(http.tokenFile());
        try {
            if (Files.size(file) > LARGEST_TOKEN_FILE) {
                throw new IllegalArgumentException("http.tokenFile " + file + " is " + Files.size(file)
                        + " bytes long, a token has at most " + LARGEST_TOKEN_FILE);
            }
            String token = Files.readString(file).strip();
            if (token.length() < SHORTEST_TOKEN) {
                throw new IllegalArgumentException("http.tokenFile " + file + " must hold at least " + SHORTEST_TOKEN
                        + " characters: " + token.length());
            }
            return token;
        } catch (IOException e) {
            throw new IllegalArgumentException("http.tokenFile cannot be read: " + file, e);
        }
    }

    /** What the loop posts. */
    public ScanViews views() {
        return views;
    }

    /** Port of the live page, if there is one. */
    public Optional<Integer> port() {
        return Optional.ofNullable(page).map(CockpitServer::port);
    }

    private static void wait(io.vertx.core.Future<?> future) throws InterruptedException {
        try {
            future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(FirstLine.of(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + LIMIT_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        try {
            if (page != null && page.deploymentID() != null) { // first: who asks it would find the threads gone
                wait(vertx.undeploy(page.deploymentID()));
            }
            if (loop.deploymentID() != null) {
                wait(vertx.undeploy(loop.deploymentID()));
            }
            sampling.close();
            // a thread of Vert.x may still work on what was drawn, and would find the others gone
            wait(loop.atRest().timeout(REST_SECONDS, TimeUnit.SECONDS).otherwiseEmpty());
            wait(vertx.close());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            LOG.warn("the agent did not stop in good order: {}", e.getMessage());
        }
        sampling.close();
    }
}
