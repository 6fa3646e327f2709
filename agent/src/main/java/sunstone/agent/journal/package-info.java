/**
 * What was published of a scan before, so that a restarted agent goes on where its predecessor stood and a replay can
 * tell why it differs. It uses wire, round, scan and Kafka's reader. Start at {@link
 * sunstone.agent.journal.Provenance}, the headers of a suggestion, then {@link
 * sunstone.agent.journal.PublishedHistory}.
 */
@NullMarked
package sunstone.agent.journal;

import org.jspecify.annotations.NullMarked;
