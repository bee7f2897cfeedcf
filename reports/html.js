// SPDX-License-Identifier: GPL-2.0-only
// Optional: two filters by name, and opening what an address names where the browser does not do it itself.
(function () {
	"use strict";
	function apply(id, key) {
		var text = document.getElementById(id).value.trim().toLowerCase();
		document.querySelectorAll("[data-" + key + "]").forEach(function (e) {
			e.classList.toggle("no-" + key, e.getAttribute("data-" + key).toLowerCase().indexOf(text) < 0);
		});
	}
	function reveal() {
		var e = document.getElementById(decodeURIComponent(location.hash.slice(1)));
		for (var up = e; up; up = up.parentElement)
			if (up.tagName === "DETAILS")
				up.open = true;
		if (e)
			e.scrollIntoView();
	}
	["row", "rule"].forEach(function (key) {
		document.getElementById("filter-" + key).addEventListener("input", function (event) { apply(event.target.id, key); });
	});
	document.getElementById("filter").hidden = false;
	document.getElementById("filter").addEventListener("submit", function (event) { event.preventDefault(); });
	window.addEventListener("hashchange", reveal);
	reveal();
}());
