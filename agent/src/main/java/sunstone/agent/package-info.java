/**
 * The co-pilot: reads what an instrument measures from Kafka, makes a map of it, and says where to measure next and
 * when to stop. There is no class here, only the packages below, each of which may use those above it in this list,
 * and none below.
 *
 * <pre>{@code
 * calibration              how far the ensemble can be trusted
 * scan                     state of one scan, a reducer of its records
 * policy                   where to measure next
 * sampling                 samplers that outlive faults and share their work
 * round                    one round: map, suggestion, reason to stop
 * wire                     rounds and scans as messages
 * journal                  what was published before, to go on from after a restart
 * view                     immutable views for people
 * registry                 the open scans: a fold over the inputs, and the operators' desk
 * loop                     the live loop on Kafka
 * config, picture          settings; pictures of maps
 * replay, http             suggestions made again; the cockpit
 * evaluation.metrics       scores of maps; then evaluation.report and evaluation
 * process                  the agent assembled
 * cli                      the command line
 * }</pre>
 *
 * <p>The packages calibration, scan, policy and round are free of Kafka, of Vert.x, of clocks and of logging,
 * themselves and through all that they use, so that an evaluation without a broker runs the same code. Start at
 * {@link sunstone.agent.loop.CopilotVerticle} for the live system and at {@link sunstone.agent.round.Copilot} for
 * what it decides.
 */
@NullMarked
package sunstone.agent;

import org.jspecify.annotations.NullMarked;
