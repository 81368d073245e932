<?php
/**
 * Plugin Name: Copydesk
 * Description: Files each published post under its speakers and places, and keeps who said what.
 * License: Apache-2.0
 *
 * Copy it to wp-content/plugins. In wp-config.php:
 *
 *     define( 'COPYDESK_URL', 'http://copydesk:8080' );
 *     define( 'COPYDESK_ONLY_EXISTING_TERMS', true );   // no new terms, optional
 *
 * A post is saved even when the server does not answer; the reason is in PHP's log.
 */

/** Below this confidence, every second statement or more has another speaker. */
const COPYDESK_SURE = 0.5;

add_action( 'init', 'copydesk_register' );
add_action( 'save_post', 'copydesk_save_post', 10, 2 );

function copydesk_register() {
	$labels = array( 'copydesk_speaker' => 'Speakers', 'copydesk_place' => 'Places' );
	foreach ( $labels as $taxonomy => $label ) {
		register_taxonomy( $taxonomy, 'post', array( 'label' => $label, 'show_in_rest' => true ) );
	}
}

function copydesk_save_post( $post_id, $post ) {
	if ( 'post' !== $post->post_type || 'publish' !== $post->post_status || wp_is_post_revision( $post_id ) ) {
		return;
	}
	$found = copydesk_analyze( $post );
	if ( is_wp_error( $found ) ) {
		error_log( 'copydesk: ' . $found->get_error_message() );
		return;
	}
	$attributions = copydesk_sure( $found['attributions'] );
	$entities     = copydesk_sure( $found['entities'] );
	$ids          = array_column( array_column( $attributions, 'source' ), 'entity' );
	$speakers     = copydesk_names( $entities, fn( $entity ) => in_array( $entity['id'], $ids, true ) );
	$places       = copydesk_names( $entities, fn( $entity ) => 'location' === $entity['type'] );
	wp_set_object_terms( $post_id, copydesk_terms( $speakers, 'copydesk_speaker' ), 'copydesk_speaker' );
	wp_set_object_terms( $post_id, copydesk_terms( $places, 'copydesk_place' ), 'copydesk_place' );
	// update_post_meta takes one level of backslashes away.
	$said = wp_json_encode( copydesk_said( $attributions ), JSON_UNESCAPED_UNICODE );
	update_post_meta( $post_id, 'copydesk_said', wp_slash( $said ) );
}

/** The findings in a post, or why there are none. */
function copydesk_analyze( $post ) {
	$request  = array(
		'html'      => apply_filters( 'the_content', $post->post_content ),
		'title'     => $post->post_title,
		// With the site's time zone: "on Monday" is a Monday there.
		'published' => get_post_datetime( $post )->format( 'c' ),
		'include'   => array( 'entities', 'attributions' ),
	);
	$response = wp_remote_post(
		COPYDESK_URL . '/v1/analyze',
		array(
			'headers' => array( 'content-type' => 'application/json' ),
			'body'    => wp_json_encode( $request ),
			// The author waits for it.
			'timeout' => 5,
		)
	);
	if ( is_wp_error( $response ) ) {
		return $response;
	}
	$answer = json_decode( wp_remote_retrieve_body( $response ), true );
	if ( 200 !== wp_remote_retrieve_response_code( $response ) ) {
		$problem = is_array( $answer ) ? $answer : array();
		$fields  = array_map( fn( $field ) => "$field[pointer]: $field[detail]", $problem['errors'] ?? array() );
		$reasons = array( $problem['detail'] ?? 'the server refused without a reason', ...$fields );
		return new WP_Error( 'copydesk', implode( '; ', $reasons ) );
	}
	return $answer;
}

function copydesk_sure( $findings ) {
	return array_values( array_filter( $findings, fn( $finding ) => $finding['confidence'] >= COPYDESK_SURE ) );
}

/** The names of the entities that are wanted, the most important first. */
function copydesk_names( $entities, $wanted ) {
	$kept = array_filter( $entities, $wanted );
	usort( $kept, fn( $one, $other ) => $other['salience'] <=> $one['salience'] );
	return array_column( $kept, 'name' );
}

/** The names that may become terms of a taxonomy. */
function copydesk_terms( $names, $taxonomy ) {
	if ( ! defined( 'COPYDESK_ONLY_EXISTING_TERMS' ) || ! COPYDESK_ONLY_EXISTING_TERMS ) {
		return $names;
	}
	return array_values( array_filter( $names, fn( $name ) => term_exists( $name, $taxonomy ) ) );
}

/** Who said what, as a template shows it. */
function copydesk_said( $attributions ) {
	$said = fn( $attribution ) => array(
		'who'  => $attribution['source']['name'] ?? null,
		'what' => implode( ' … ', array_column( $attribution['content'], 'text' ) ),
		'type' => $attribution['type'],
	);
	return array_map( $said, $attributions );
}
