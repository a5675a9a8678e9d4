// The desk's script. Every view works without it: it only adds comfort. It loads nothing from elsewhere.
"use strict";

document.getElementById("errors")?.focus();
