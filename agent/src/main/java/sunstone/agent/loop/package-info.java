/**
 * The live loop: records in, rounds and commands out, one event loop that owns all state. It uses every package below
 * the cockpit and is used by replay, cockpit and process only. Start at {@link sunstone.agent.loop.CopilotVerticle},
 * then {@link sunstone.agent.loop.LoopScope}, which puts the parts together, {@link sunstone.agent.loop.InputTurn} for
 * what comes in and {@link sunstone.agent.loop.RoundScheduler} for what goes out.
 */
@NullMarked
package sunstone.agent.loop;

import org.jspecify.annotations.NullMarked;
