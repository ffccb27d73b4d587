<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>cocoon</name>
    <message>
        <source>Confidential containers on Red Hat OpenShift on IBM Cloud.</source>
        <translation>Confidential Containers auf Red Hat OpenShift on IBM Cloud.</translation>
    </message>
    <message>
        <source>Open the sandbox at once: a simulated cluster and cloud on this machine.</source>
        <translation>Gleich die Sandbox öffnen: ein simulierter Cluster samt Cloud auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Open a cluster of this kubeconfig at once.</source>
        <translation>Gleich einen Cluster dieser kubeconfig öffnen.</translation>
    </message>
    <message>
        <source>Open this context at once, instead of the current one.</source>
        <translation>Gleich diesen Kontext öffnen statt des aktuellen.</translation>
    </message>
</context>
<context>
    <name>cocoon::app::ConnectionBook</name>
    <message>
        <source>The connection cannot be written to %1: %2.</source>
        <translation>Die Verbindung kann nicht nach %1 geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>The connection %1 cannot be read: %2.</source>
        <translation>Die Verbindung %1 ist nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>A connection needs a name.</source>
        <translation>Eine Verbindung braucht einen Namen.</translation>
    </message>
    <message>
        <source>%1 cannot be removed: %2.</source>
        <translation>%1 lässt sich nicht entfernen: %2.</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Connections</name>
    <message>
        <source>Your kubeconfig</source>
        <translation>Ihre kubeconfig</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>Sandbox</translation>
    </message>
    <message>
        <source>A simulated cluster and cloud on this machine</source>
        <translation>Ein simulierter Cluster samt Cloud auf diesem Rechner</translation>
    </message>
    <message>
        <source>IBM Cloud account %1</source>
        <translation>IBM-Cloud-Konto %1</translation>
    </message>
    <message>
        <source>of the key</source>
        <translation>des Schlüssels</translation>
    </message>
    <message>
        <source>This connection is not on the list any more.</source>
        <translation>Diese Verbindung ist nicht mehr auf der Liste.</translation>
    </message>
    <message>
        <source>%1 holds no context.</source>
        <translation>%1 enthält keinen Kontext.</translation>
    </message>
    <message>
        <source>It comes from your own kubeconfig; Cocoon does not change that file.</source>
        <translation>Sie stammt aus Ihrer eigenen kubeconfig; Cocoon ändert diese Datei nicht.</translation>
    </message>
    <message>
        <source>%1 has no current context; name one of these: %2.</source>
        <translation>%1 hat keinen aktuellen Kontext; nennen Sie einen von diesen: %2.</translation>
    </message>
    <message>
        <source>%1 has no context "%2", but these: %3.</source>
        <translation>%1 hat keinen Kontext "%2", sondern diese: %3.</translation>
    </message>
</context>
<context>
    <name>cocoon::app::DeskLock</name>
    <message>
        <source>The lock file %1 cannot be opened.</source>
        <translation>Die Sperrdatei %1 lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>Another Cocoon on this machine (process %1) is changing this cluster.</source>
        <translation>Ein anderes Cocoon auf diesem Rechner (Prozess %1) ändert diesen Cluster gerade.</translation>
    </message>
    <message>
        <source>The lock file %1 cannot be written.</source>
        <translation>Die Sperrdatei %1 lässt sich nicht schreiben.</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Profile</name>
    <message>
        <source>The CA file %1 holds no certificate in PEM form.</source>
        <translation>Die CA-Datei %1 enthält kein Zertifikat im PEM-Format.</translation>
    </message>
    <message>
        <source>%1:1: a profile is a mapping with keys such as region and endpoints.</source>
        <translation>%1:1: Ein Profil ist eine Zuordnung mit Schlüsseln wie region und endpoints.</translation>
    </message>
    <message>
        <source>a text is expected</source>
        <translation>erwartet wird ein Text</translation>
    </message>
    <message>
        <source>true or false is expected</source>
        <translation>erwartet wird true oder false</translation>
    </message>
    <message>
        <source>a number from 0 is expected</source>
        <translation>erwartet wird eine Zahl ab 0</translation>
    </message>
    <message>
        <source>a map of services and their URLs is expected</source>
        <translation>erwartet wird eine Zuordnung von Diensten zu ihren URLs</translation>
    </message>
    <message>
        <source>not an endpoint that Cocoon knows, or not a URL</source>
        <translation>kein Endpunkt, den Cocoon kennt, oder keine URL</translation>
    </message>
    <message>
        <source>not a key of a profile</source>
        <translation>kein Schlüssel eines Profils</translation>
    </message>
    <message>
        <source>"private" or "vpe" is expected</source>
        <translation>erwartet wird "private" oder "vpe"</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Reach</name>
    <message>
        <source>start the sandbox</source>
        <translation>die Sandbox starten</translation>
    </message>
    <message>
        <source>This connection is not on the list any more.</source>
        <translation>Diese Verbindung ist nicht mehr auf der Liste.</translation>
    </message>
    <message>
        <source>Nobody has logged in to IBM Cloud for it in this run, and the keyring holds no key of it.</source>
        <translation>Dafür hat sich in diesem Lauf niemand bei IBM Cloud angemeldet, und der Schlüsselbund enthält keinen Schlüssel dazu.</translation>
    </message>
    <message>
        <source>watch %1</source>
        <translation>%1 beobachten</translation>
    </message>
</context>
<context>
    <name>cocoon::app::SandboxHost</name>
    <message>
        <source>The sandbox cannot be started: %1 does not run (%2).</source>
        <translation>Die Sandbox lässt sich nicht starten: %1 läuft nicht (%2).</translation>
    </message>
    <message>
        <source>The sandbox did not become ready in a minute.</source>
        <translation>Die Sandbox war nach einer Minute nicht bereit.</translation>
    </message>
    <message>
        <source>The sandbox ended before it was ready.</source>
        <translation>Die Sandbox endete, bevor sie bereit war.</translation>
    </message>
    <message>
        <source>The sandbox does not run. Open it first.</source>
        <translation>Die Sandbox läuft nicht. Öffnen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>The sandbox's key %1 cannot be read: %2.</source>
        <translation>Der Schlüssel %1 der Sandbox ist nicht lesbar: %2.</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Senders</name>
    <message>
        <source>There is no credential for IBM Cloud.</source>
        <translation>Es gibt keine Zugangsdaten für IBM Cloud.</translation>
    </message>
    <message>
        <source>A value is not known yet: %1.</source>
        <translation>Ein Wert ist noch unbekannt: %1.</translation>
    </message>
    <message>
        <source>The secret %1 is not known to this process.</source>
        <translation>Das Geheimnis %1 ist diesem Prozess nicht bekannt.</translation>
    </message>
    <message>
        <source>The change waits for something that is not known yet: %1.</source>
        <translation>Die Änderung wartet auf etwas noch Unbekanntes: %1.</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Session</name>
    <message>
        <source>find out which cluster this is</source>
        <translation>feststellen, welcher Cluster das ist</translation>
    </message>
    <message>
        <source>find the cluster %1</source>
        <translation>den Cluster %1 finden</translation>
    </message>
    <message>
        <source>There is neither a kubeconfig nor a login to IBM Cloud to fetch one with.</source>
        <translation>Es gibt weder eine kubeconfig noch eine Anmeldung bei IBM Cloud, um eine zu holen.</translation>
    </message>
    <message>
        <source>fetch the kubeconfig of %1</source>
        <translation>die kubeconfig von %1 holen</translation>
    </message>
    <message>
        <source>fetch a kubeconfig</source>
        <translation>eine kubeconfig holen</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>%1 lässt sich nicht schreiben: %2.</translation>
    </message>
</context>
<context>
    <name>cocoon::app::WindowProgram</name>
    <message>
        <source>Connecting to %1 …</source>
        <translation>Verbinden mit %1 …</translation>
    </message>
    <message>
        <source>Rejoining the sandbox …</source>
        <translation>Zurück in die Sandbox …</translation>
    </message>
    <message>
        <source>Starting the sandbox: a simulated cluster and cloud on this machine …</source>
        <translation>Sandbox startet: ein simulierter Cluster samt Cloud auf diesem Rechner …</translation>
    </message>
    <message>
        <source>start the sandbox</source>
        <translation>die Sandbox starten</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>Keine Verbindung ist offen.</translation>
    </message>
    <message>
        <source>This connection is not on the list any more.</source>
        <translation>Diese Verbindung ist nicht mehr auf der Liste.</translation>
    </message>
    <message>
        <source>Looking at the sandbox …</source>
        <translation>Die Sandbox wird angesehen …</translation>
    </message>
    <message>
        <source>Waiting for %1 …</source>
        <translation>Warten auf %1 …</translation>
    </message>
    <message>
        <source>The files of %1 changed and cannot be used (%2). The connection stays as it was.</source>
        <translation>Die Dateien von %1 haben sich geändert und sind nicht verwendbar (%2). Die Verbindung bleibt, wie sie war.</translation>
    </message>
    <message>
        <source>The kubeconfig or certificate of %1 changed. It is used as soon as the run has ended.</source>
        <translation>Die kubeconfig oder das Zertifikat von %1 hat sich geändert. Die Änderung gilt, sobald der Lauf zu Ende ist.</translation>
    </message>
    <message>
        <source>The kubeconfig or certificate of %1 changed: connected anew.</source>
        <translation>Die kubeconfig oder das Zertifikat von %1 hat sich geändert: neu verbunden.</translation>
    </message>
    <message>
        <source>list the clusters of the account</source>
        <translation>die Cluster des Kontos auflisten</translation>
    </message>
    <message>
        <source>memory only, since there is no keyring: next time they are asked for again</source>
        <translation>nur im Arbeitsspeicher, da es keinen Schlüsselbund gibt: Beim nächsten Mal wird wieder gefragt</translation>
    </message>
</context>
<context>
    <name>cocoon::ctl</name>
    <message>
        <source>Tried:     %1</source>
        <translation>Versucht:   %1</translation>
    </message>
    <message>
        <source>Came back: %1</source>
        <translation>Zurück kam: %1</translation>
    </message>
    <message>
        <source>Do next:   %1</source>
        <translation>Jetzt tun:  %1</translation>
    </message>
    <message>
        <source>      why: %1</source>
        <translation>      Grund:   %1</translation>
    </message>
    <message>
        <source>      fix: %1</source>
        <translation>      Abhilfe: %1</translation>
    </message>
    <message>
        <source>why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>when</source>
        <translation>wann</translation>
    </message>
    <message>
        <source>risk</source>
        <translation>Risiko</translation>
    </message>
    <message>
        <source>moves or restarts running things</source>
        <translation>verschiebt Laufendes oder startet es neu</translation>
    </message>
    <message>
        <source>breaks running confidential pods; needs --allow %1</source>
        <translation>zerstört laufende vertrauliche Pods; braucht --allow %1</translation>
    </message>
    <message>
        <source>price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>%1 USD per hour (%2)</source>
        <translation>%1 USD pro Stunde (%2)</translation>
    </message>
    <message>
        <source>same</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>
Changes: %1</source>
        <translation>
Änderungen: %1</translation>
    </message>
    <message>
        <source>Nothing to change.</source>
        <translation>Nichts zu ändern.</translation>
    </message>
    <message>
        <source>No plan can be made: not everything is known yet.</source>
        <translation>Noch kein Plan möglich: Nicht alles ist bekannt.</translation>
    </message>
    <message>
        <source>, %1 USD per hour more</source>
        <translation>, %1 USD pro Stunde mehr</translation>
    </message>
    <message>
        <source>allow</source>
        <translation>Option</translation>
    </message>
    <message>
        <source>needs --allow %1</source>
        <translation>--allow %1 nötig</translation>
    </message>
    <message>
        <source>, more than %1 USD per hour more</source>
        <translation>, mehr als %1 USD pro Stunde zusätzlich</translation>
    </message>
    <message>
        <source>, hourly cost not known</source>
        <translation>, Kosten pro Stunde unbekannt</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard</name>
    <message>
        <source>Worker %1 fell out of “installed”</source>
        <translation>Worker %1 ist nicht mehr „installed“</translation>
    </message>
    <message>
        <source>Its install label is gone: the worker may have been replaced. No new confidential pod starts on it.</source>
        <translation>Sein Installations-Label ist weg: Der Worker wurde vielleicht ersetzt. Kein neuer vertraulicher Pod startet darauf.</translation>
    </message>
    <message>
        <source>Its install label says “%1” now. No new confidential pod starts on it.</source>
        <translation>Sein Installations-Label lautet jetzt „%1“. Kein neuer vertraulicher Pod startet darauf.</translation>
    </message>
    <message>
        <source>Show the worker</source>
        <translation>Worker zeigen</translation>
    </message>
    <message>
        <source>VSI %1 has no pod and no PeerPod</source>
        <translation>VSI %1 hat weder Pod noch PeerPod</translation>
    </message>
    <message>
        <source>Running for %1 in %2.</source>
        <translation>Läuft seit %1 in %2.</translation>
    </message>
    <message>
        <source>Running for %1 in %2; the catalog names no price of %3.</source>
        <translation>Läuft seit %1 in %2; der Katalog nennt keinen Preis für %3.</translation>
    </message>
    <message>
        <source>Running for %1 in %2, %3 USD so far.</source>
        <translation>Läuft seit %1 in %2, bisher %3 USD.</translation>
    </message>
    <message>
        <source>Show and remove …</source>
        <translation>Zeigen und entfernen …</translation>
    </message>
    <message>
        <source>VSI %1 failed to start</source>
        <translation>VSI %1 ist beim Start gescheitert</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Pod %1 runs in a VSI that is not confidential</source>
        <translation>Pod %1 läuft in einer VSI, die nicht vertraulich ist</translation>
    </message>
    <message>
        <source>confidential_compute_mode of %1 is “disabled”: its memory is not protected.</source>
        <translation>confidential_compute_mode von %1 ist „disabled“: Ihr Arbeitsspeicher ist nicht geschützt.</translation>
    </message>
    <message>
        <source>Confidential pod %1 has failed</source>
        <translation>Vertraulicher Pod %1 ist gescheitert</translation>
    </message>
    <message>
        <source>Confidential pod %1 is not ready</source>
        <translation>Vertraulicher Pod %1 ist nicht bereit</translation>
    </message>
    <message>
        <source>Asked for %1 ago; a TDX server usually needs three to four minutes.</source>
        <translation>Vor %1 angefordert; ein TDX-Server braucht meist drei bis vier Minuten.</translation>
    </message>
    <message>
        <source>Worker %1 is not Ready</source>
        <translation>Worker %1 ist nicht Ready</translation>
    </message>
    <message>
        <source>IBM Cloud says worker %1 is in state %2</source>
        <translation>Laut IBM Cloud ist Worker %1 im Status %2</translation>
    </message>
    <message>
        <source>Worker %1 reports %2</source>
        <translation>Worker %1 meldet %2</translation>
    </message>
    <message>
        <source>Such a condition keeps new pods away or evicts running ones.</source>
        <translation>Ein solcher Zustand hält neue Pods fern oder verdrängt laufende.</translation>
    </message>
    <message>
        <source>Worker %1 is cordoned</source>
        <translation>Worker %1 ist gesperrt</translation>
    </message>
    <message>
        <source>No new confidential pod starts on it.</source>
        <translation>Kein neuer vertraulicher Pod startet darauf.</translation>
    </message>
    <message>
        <source>The adaptor on worker %1 is not ready</source>
        <translation>Der Adaptor auf Worker %1 ist nicht bereit</translation>
    </message>
    <message>
        <source>%1: no confidential pod starts or stops on this worker meanwhile.</source>
        <translation>%1: Solange startet oder endet auf diesem Worker kein vertraulicher Pod.</translation>
    </message>
    <message>
        <source>Every place for a confidential pod is taken</source>
        <translation>Alle Plätze für vertrauliche Pods sind belegt</translation>
    </message>
    <message>
        <source>%1 of %2 places (kata.peerpods.io/vm): the next pod waits.</source>
        <translation>%1 von %2 Plätzen (kata.peerpods.io/vm): Der nächste Pod wartet.</translation>
    </message>
    <message>
        <source>See the workers</source>
        <translation>Worker ansehen</translation>
    </message>
    <message>
        <source>Subnet %1 has %2 free addresses</source>
        <translation>Subnetz %1 hat %2 freie Adressen</translation>
    </message>
    <message>
        <source>Each confidential pod in zone %1 needs one.</source>
        <translation>Jeder vertrauliche Pod in Zone %1 braucht eine.</translation>
    </message>
    <message>
        <source>What is set differs from what is wanted (step %1)</source>
        <translation>Das Eingestellte weicht vom Gewünschten ab (Schritt %1)</translation>
    </message>
    <message>
        <source>See the difference</source>
        <translation>Unterschied ansehen</translation>
    </message>
    <message>
        <source>Open the step</source>
        <translation>Schritt öffnen</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>Peer pods cost more than your limit</source>
        <translation>Peer-Pods kosten mehr als Ihre Grenze</translation>
    </message>
    <message>
        <source>%1 USD/h now, the limit is %2 USD/h.</source>
        <translation>Jetzt %1 USD/h, die Grenze ist %2 USD/h.</translation>
    </message>
    <message>
        <source>See what runs</source>
        <translation>Laufendes ansehen</translation>
    </message>
    <message>
        <source>Confidential containers can be set up here</source>
        <translation>Confidential Containers lassen sich hier einrichten</translation>
    </message>
    <message>
        <source>The guided set-up looks first and shows every change before it is made.</source>
        <translation>Die geführte Einrichtung sieht zuerst nach und zeigt jede Änderung, bevor sie ausgeführt wird.</translation>
    </message>
    <message>
        <source>Open the set-up</source>
        <translation>Einrichtung öffnen</translation>
    </message>
    <message>
        <source>list prices of %1</source>
        <translation>Listenpreise, Stand %1</translation>
    </message>
    <message>
        <source>a recorded list price of %1; the catalog did not answer</source>
        <translation>ein aufgezeichneter Listenpreis, Stand %1; der Katalog antwortete nicht</translation>
    </message>
    <message>
        <source>The account's list of clusters does not name this cluster, so its VPC is not known.</source>
        <translation>Die Cluster-Liste des Kontos nennt diesen Cluster nicht, daher ist seine VPC unbekannt.</translation>
    </message>
    <message>
        <source>These rights do not allow it: “%1” is missing.</source>
        <translation>Diese Rechte erlauben es nicht: „%1“ fehlt.</translation>
    </message>
    <message>
        <source>Whether these rights allow it could not be asked.</source>
        <translation>Ob diese Rechte es erlauben, ließ sich nicht abfragen.</translation>
    </message>
    <message>
        <source>Asking whether these rights allow it …</source>
        <translation>Abfrage, ob diese Rechte es erlauben …</translation>
    </message>
    <message>
        <source>Another run is under way: one at a time.</source>
        <translation>Ein anderer Lauf ist im Gang: nur einer zugleich.</translation>
    </message>
    <message>
        <source>It is cordoned already.</source>
        <translation>Er ist schon gesperrt.</translation>
    </message>
    <message>
        <source>It is not cordoned.</source>
        <translation>Er ist nicht gesperrt.</translation>
    </message>
    <message>
        <source>A supervised reboot is under way; it uncordons the worker itself.</source>
        <translation>Ein überwachter Neustart ist im Gang; er entsperrt den Worker selbst.</translation>
    </message>
    <message>
        <source>IBM Cloud is being asked for this cluster …</source>
        <translation>IBM Cloud wird nach diesem Cluster gefragt …</translation>
    </message>
    <message>
        <source>A worker is rebooted through IBM Cloud: open the connection with a login to it.</source>
        <translation>Ein Worker wird über IBM Cloud neu gestartet: Die Verbindung mit einer Anmeldung dort öffnen.</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Eingeplant</translation>
    </message>
    <message>
        <source>VSI requested</source>
        <translation>VSI angefordert</translation>
    </message>
    <message>
        <source>VSI and agent ready</source>
        <translation>VSI und Agent bereit</translation>
    </message>
    <message>
        <source>Image pulled</source>
        <translation>Image geladen</translation>
    </message>
    <message>
        <source>Container started</source>
        <translation>Container gestartet</translation>
    </message>
    <message>
        <source>Pod ready</source>
        <translation>Pod bereit</translation>
    </message>
    <message>
        <source>Workers, their install state and their capacity.</source>
        <translation>Worker, ihr Installationsstatus und ihre Kapazität.</translation>
    </message>
    <message>
        <source>Which pod runs in which server, and so which servers nobody owns.</source>
        <translation>Welcher Pod in welchem Server läuft, und damit, welche Server niemandem gehören.</translation>
    </message>
    <message>
        <source>Confidential pods, how they start, and the adaptor on each worker.</source>
        <translation>Vertrauliche Pods, wie sie starten, und der Adaptor auf jedem Worker.</translation>
    </message>
    <message>
        <source>Whether confidential containers are installed at all.</source>
        <translation>Ob Confidential Containers überhaupt installiert sind.</translation>
    </message>
    <message>
        <source>Which version of the operator is installed.</source>
        <translation>Welche Version des Operators installiert ist.</translation>
    </message>
    <message>
        <source>What the dashboard reads of it.</source>
        <translation>Was das Dashboard davon liest.</translation>
    </message>
    <message>
        <source>list and watch %1 in the whole cluster</source>
        <translation>%1 im ganzen Cluster auflisten und beobachten</translation>
    </message>
    <message>
        <source>list and watch %1 in namespace %2</source>
        <translation>%1 im Namespace %2 auflisten und beobachten</translation>
    </message>
    <message>
        <source>read the clusters and workers of the account</source>
        <translation>die Cluster und Worker des Kontos lesen</translation>
    </message>
    <message>
        <source>read the servers and subnets of the VPC</source>
        <translation>die Server und Subnetze der VPC lesen</translation>
    </message>
    <message>
        <source>Health of the workers as IBM Cloud sees it, and which VPC the cluster is in.</source>
        <translation>Zustand der Worker aus Sicht der IBM Cloud, und in welcher VPC der Cluster liegt.</translation>
    </message>
    <message>
        <source>Servers of peer pods, what they cost, and free addresses.</source>
        <translation>Server der Peer-Pods, ihre Kosten und freie Adressen.</translation>
    </message>
    <message>
        <source>a login to IBM Cloud</source>
        <translation>eine Anmeldung bei IBM Cloud</translation>
    </message>
    <message>
        <source>Servers of peer pods, what they cost, free addresses, and the health of workers as IBM Cloud sees it.</source>
        <translation>Server der Peer-Pods, ihre Kosten, freie Adressen und der Zustand der Worker aus Sicht der IBM Cloud.</translation>
    </message>
    <message>
        <source>Confidential pods are being read.</source>
        <translation>Vertrauliche Pods werden gelesen.</translation>
    </message>
    <message>
        <source>No confidential pod runs.</source>
        <translation>Kein vertraulicher Pod läuft.</translation>
    </message>
    <message>
        <source>No confidential pod runs in namespace %1.</source>
        <translation>Kein vertraulicher Pod läuft im Namespace %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n confidential pod(s) running.</source>
        <translation>
            <numerusform>%n vertraulicher Pod läuft.</numerusform>
            <numerusform>%n vertrauliche Pods laufen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n confidential pod(s) running.</source>
        <translation>
            <numerusform>%1 von %n vertraulichem Pod in Betrieb.</numerusform>
            <numerusform>%1 von %n vertraulichen Pods in Betrieb.</numerusform>
        </translation>
    </message>
    <message>
        <source>Servers and prices are being read.</source>
        <translation>Server und Preise werden gelesen.</translation>
    </message>
    <message>
        <source>Servers and prices are not known.</source>
        <translation>Server und Preise sind unbekannt.</translation>
    </message>
    <message>
        <source>No VSI runs, nothing is charged for peer pods.</source>
        <translation>Keine VSI läuft, für Peer-Pods wird nichts berechnet.</translation>
    </message>
    <message numerus="yes">
        <source>%n VSI(s) belong to nobody and cost %1 USD/h of %2.</source>
        <translation>
            <numerusform>%n VSI gehört niemandem und kostet %1 USD/h von %2.</numerusform>
            <numerusform>%n VSIs gehören niemandem und kosten %1 USD/h von %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at the cluster …</source>
        <translation>Prüfung des Clusters läuft …</translation>
    </message>
    <message>
        <source>The cluster does not answer.</source>
        <translation>Der Cluster antwortet nicht.</translation>
    </message>
    <message numerus="yes">
        <source>Confidential containers are not installed on the %n worker(s) of this cluster.</source>
        <translation>
            <numerusform>Confidential Containers sind auf dem %n Worker dieses Clusters nicht installiert.</numerusform>
            <numerusform>Confidential Containers sind auf den %n Workern dieses Clusters nicht installiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n worker(s) installed.</source>
        <translation>
            <numerusform>%1 von %n Worker installiert.</numerusform>
            <numerusform>%1 von %n Workern installiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Something that Cocoon set has been changed since.</source>
        <translation>Etwas, das Cocoon eingestellt hat, wurde seither geändert.</translation>
    </message>
    <message>
        <source>Last changed by Cocoon %1 ago, nothing has drifted since.</source>
        <translation>Zuletzt vor %1 von Cocoon geändert, seither keine Abweichung.</translation>
    </message>
    <message>
        <source>Last attestation proven %1 ago.</source>
        <translation>Letzte Attestierung vor %1 bewiesen.</translation>
    </message>
    <message>
        <source>You cannot set up confidential containers here</source>
        <translation>Hier können Sie Confidential Containers nicht einrichten</translation>
    </message>
    <message>
        <source>Missing: %1 and more.</source>
        <translation>Es fehlt: %1 und mehr.</translation>
    </message>
    <message>
        <source>Missing: %1.</source>
        <translation>Es fehlt: %1.</translation>
    </message>
    <message>
        <source>Copy what would help</source>
        <translation>Kopieren, was helfen würde</translation>
    </message>
    <message>
        <source>Peer pods cost %1 USD/h; every VSI has an owner.</source>
        <translation>Peer-Pods kosten %1 USD/h; jede VSI hat einen Besitzer.</translation>
    </message>
    <message>
        <source>VSI %1 is left of a pod that is gone</source>
        <translation>VSI %1 ist von einem Pod übrig, der weg ist</translation>
    </message>
    <message>
        <source>%1: nobody here claims them, and they may be another cluster's.</source>
        <translation>%1: Hier beansprucht sie niemand, und vielleicht gehören sie einem anderen Cluster.</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Confidential containers are installed by %1</source>
        <translation>Confidential Containers sind installiert durch: %1</translation>
    </message>
    <message>
        <source>%1. Cocoon sets up OpenShift sandboxed containers only; what runs here is shown as far as it goes.</source>
        <translation>%1. Cocoon richtet nur OpenShift Sandboxed Containers ein; was hier läuft, wird gezeigt, soweit es geht.</translation>
    </message>
    <message>
        <source>See the pods</source>
        <translation>Pods ansehen</translation>
    </message>
    <message>
        <source>OpenShift sandboxed containers</source>
        <translation>OpenShift Sandboxed Containers</translation>
    </message>
    <message>
        <source>the CoCo operator</source>
        <translation>CoCo-Operator</translation>
    </message>
    <message>
        <source>the CoCo Helm chart</source>
        <translation>CoCo-Helm-Chart</translation>
    </message>
    <message>
        <source>upstream peer pods (cloud API adaptor)</source>
        <translation>Upstream-Peer-Pods (Cloud API Adaptor)</translation>
    </message>
    <message>
        <source>an unknown installer</source>
        <translation>unbekannter Installer</translation>
    </message>
    <message>
        <source>VSI running</source>
        <translation>VSI läuft</translation>
    </message>
    <message>
        <source>Agent ready</source>
        <translation>Agent bereit</translation>
    </message>
    <message>
        <source>Why a confidential pod does not start, in whatever namespace.</source>
        <translation>Warum ein vertraulicher Pod nicht startet, in welchem Namespace auch immer.</translation>
    </message>
    <message>
        <source>Image, subnet and INITDATA that confidential pods start with.</source>
        <translation>Image, Subnetz und INITDATA, mit denen vertrauliche Pods starten.</translation>
    </message>
    <message>
        <source>Who installed confidential containers here.</source>
        <translation>Wer Confidential Containers hier installiert hat.</translation>
    </message>
    <message numerus="yes">
        <source>Found %1: %2 of %n node(s) ready.</source>
        <translation>
            <numerusform>Gefunden: %1; %2 von %n Node bereit.</numerusform>
            <numerusform>Gefunden: %1; %2 von %n Nodes bereit.</numerusform>
        </translation>
    </message>
    <message>
        <source>Found %1.</source>
        <translation>Gefunden: %1.</translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; %n VSI(s) are left of pods that are gone.</source>
        <translation>
            <numerusform>Peer-Pods kosten %1 USD/h; %n VSI ist von Pods übrig, die weg sind.</numerusform>
            <numerusform>Peer-Pods kosten %1 USD/h; %n VSIs sind von Pods übrig, die weg sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>The cluster does not answer</source>
        <translation>Der Cluster antwortet nicht</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>%1 has no %2</source>
        <translation>%1 ohne %2</translation>
    </message>
    <message>
        <source>%1 has none</source>
        <translation>%1 hat nichts davon</translation>
    </message>
    <message>
        <source>%1 runs %2 %3</source>
        <translation>%1 läuft mit %2 %3</translation>
    </message>
    <message>
        <source>%1 runs %2</source>
        <translation>%1 läuft mit %2</translation>
    </message>
    <message>
        <source>%1 has %2 %3</source>
        <translation>%1 hat %2 %3</translation>
    </message>
    <message>
        <source>%1 has %2</source>
        <translation>%1 hat %2</translation>
    </message>
    <message>
        <source>%1 of %2 clusters have no %3</source>
        <translation>%1 von %2 Clustern ohne %3</translation>
    </message>
    <message>
        <source>%1 of %2 clusters run %3 %4</source>
        <translation>%1 von %2 Clustern laufen mit %3 %4</translation>
    </message>
    <message>
        <source>%1 of %2 clusters have %3 %4</source>
        <translation>%1 von %2 Clustern haben %3 %4</translation>
    </message>
    <message>
        <source>others differ too</source>
        <translation>auch andere weichen ab</translation>
    </message>
    <message>
        <source>of %1 it is not known</source>
        <translation>von %1 ist es unbekannt</translation>
    </message>
    <message>
        <source>OpenShift</source>
        <translation>OpenShift</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>pod VM image</source>
        <translation>Pod-VM-Image</translation>
    </message>
    <message>
        <source>adaptor image</source>
        <translation>Adaptor-Image</translation>
    </message>
    <message>
        <source>INITDATA</source>
        <translation>INITDATA</translation>
    </message>
    <message>
        <source>trustee</source>
        <translation>Trustee</translation>
    </message>
    <message>
        <source>instance profile</source>
        <translation>Instanzprofil</translation>
    </message>
    <message>
        <source>allowed profiles</source>
        <translation>erlaubte Profile</translation>
    </message>
    <message>
        <source>pods per worker</source>
        <translation>Pods pro Worker</translation>
    </message>
    <message>
        <source>feature gates</source>
        <translation>Feature Gates</translation>
    </message>
    <message>
        <source>No cluster is open. Watch two to see where they differ.</source>
        <translation>Kein Cluster ist offen. Beobachten Sie zwei, um zu sehen, worin sie sich unterscheiden.</translation>
    </message>
    <message>
        <source>Only %1 is open. Watch another one to see where they differ.</source>
        <translation>Nur %1 ist offen. Beobachten Sie noch einen, um zu sehen, worin sie sich unterscheiden.</translation>
    </message>
    <message>
        <source>They differ in %1 too.</source>
        <translation>Auch verschieden: %1.</translation>
    </message>
    <message>
        <source>Looking at %1 clusters …</source>
        <translation>Prüfung von %1 Clustern läuft …</translation>
    </message>
    <message>
        <source>Nothing that is known of the %1 open clusters can be compared.</source>
        <translation>Von den %1 offenen Clustern ist nichts bekannt, das sich vergleichen lässt.</translation>
    </message>
    <message>
        <source>The %1 open clusters are alike in everything that is compared.</source>
        <translation>Die %1 offenen Cluster sind in allem Verglichenen gleich.</translation>
    </message>
    <message>
        <source>The %1 open clusters are alike in what is known of them.</source>
        <translation>Die %1 offenen Cluster sind gleich, soweit bekannt.</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keins</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>The cluster does not answer: what is shown is old, and nothing is done to a worker unseen.</source>
        <translation>Der Cluster antwortet nicht: Das Gezeigte ist veraltet, und ungesehen wird mit keinem Worker etwas getan.</translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; %n VSI(s) are being deleted.</source>
        <translation>
            <numerusform>Peer-Pods kosten %1 USD/h; %n VSI wird gelöscht.</numerusform>
            <numerusform>Peer-Pods kosten %1 USD/h; %n VSIs werden gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was %1 ago: %2</source>
        <translation>Stand vor %1: %2</translation>
    </message>
    <message>
        <source>OpenShift sandboxed containers %1; no change made by Cocoon from this desk.</source>
        <translation>OpenShift Sandboxed Containers %1; Cocoon hat von diesem Rechner aus nichts geändert.</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <translation>unter 1 s</translation>
    </message>
    <message numerus="yes">
        <source>The owner of %n VSI(s) is not known</source>
        <translation>
            <numerusform>Der Besitzer von %n VSI ist nicht bekannt</numerusform>
            <numerusform>Die Besitzer von %n VSIs sind nicht bekannt</numerusform>
        </translation>
    </message>
    <message>
        <source>Cocoon tries again by itself.</source>
        <translation>Cocoon versucht es von selbst wieder.</translation>
    </message>
    <message>
        <source>You may not read confidential pods.</source>
        <translation>Sie dürfen vertrauliche Pods nicht lesen.</translation>
    </message>
    <message>
        <source>Confidential pods could not be read.</source>
        <translation>Vertrauliche Pods konnten nicht gelesen werden.</translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; the owner of %n VSI(s) is not known.</source>
        <translation>
            <numerusform>Peer-Pods kosten %1 USD/h; der Besitzer von %n VSI ist nicht bekannt.</numerusform>
            <numerusform>Peer-Pods kosten %1 USD/h; die Besitzer von %n VSIs sind nicht bekannt.</numerusform>
        </translation>
    </message>
    <message>
        <source>You may not read workers.</source>
        <translation>Sie dürfen Worker nicht lesen.</translation>
    </message>
    <message>
        <source>Worker %1 is gone</source>
        <translation>Worker %1 ist weg</translation>
    </message>
    <message>
        <source>It was “installed”, and the cluster does not list it any more: it was removed or replaced. A worker in its place has to be installed before confidential pods start on it.</source>
        <translation>Er war „installed“, und der Cluster führt ihn nicht mehr auf: Er wurde entfernt oder ersetzt. Ein Worker an seiner Stelle muss erst installiert werden, bevor Confidential Pods auf ihm starten.</translation>
    </message>
    <message numerus="yes">
        <source>%n completed.</source>
        <translation>
            <numerusform>%n abgeschlossen.</numerusform>
            <numerusform>%n abgeschlossen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::ClusterReader</name>
    <message>
        <source>ask what the cluster serves</source>
        <translation>abfragen, was der Cluster anbietet</translation>
    </message>
    <message>
        <source>(hidden)</source>
        <translation>(verborgen)</translation>
    </message>
    <message>
        <source>list %1</source>
        <translation>%1 auflisten</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::MachineTask</name>
    <message>
        <source>Remove a VSI that nobody owns</source>
        <translation>Eine VSI ohne Besitzer entfernen</translation>
    </message>
    <message>
        <source>The servers of the VPC cannot be read</source>
        <translation>Die Server der VPC sind nicht lesbar</translation>
    </message>
    <message>
        <source>What cannot be seen is not removed.</source>
        <translation>Was nicht zu sehen ist, wird nicht entfernt.</translation>
    </message>
    <message>
        <source>Open the connection with a login to IBM Cloud.</source>
        <translation>Die Verbindung mit einer Anmeldung bei IBM Cloud öffnen.</translation>
    </message>
    <message>
        <source>The VSI is gone and costs nothing any more.</source>
        <translation>Die VSI ist weg und kostet nichts mehr.</translation>
    </message>
    <message>
        <source>VSI %1 to be deleted</source>
        <translation>die Löschung von VSI %1</translation>
    </message>
    <message>
        <source>VSI %1 may be somebody's</source>
        <translation>VSI %1 gehört vielleicht jemandem</translation>
    </message>
    <message>
        <source>Delete its pod instead; the server goes with it.</source>
        <translation>Stattdessen seinen Pod löschen; der Server geht mit.</translation>
    </message>
    <message>
        <source>id %1, made %2, %3 in %4</source>
        <translation>ID %1, erstellt %2, %3 in %4</translation>
    </message>
    <message>
        <source>Check its name and time; then go on.</source>
        <translation>Name und Zeit prüfen; dann weiter.</translation>
    </message>
    <message>
        <source>Delete VSI %1</source>
        <translation>VSI %1 löschen</translation>
    </message>
    <message>
        <source>Nobody owns it and it costs money.</source>
        <translation>Sie gehört niemandem und kostet Geld.</translation>
    </message>
    <message>
        <source>VSI %1 is in use</source>
        <translation>VSI %1 ist in Gebrauch</translation>
    </message>
    <message>
        <source>A pod runs in it or starts on it.</source>
        <translation>Ein Pod läuft oder startet darin.</translation>
    </message>
    <message>
        <source>A PeerPod still names VSI %1</source>
        <translation>Ein PeerPod nennt VSI %1 noch</translation>
    </message>
    <message>
        <source>The operator deletes the server and then the PeerPod; removed by hand, the PeerPod would be left.</source>
        <translation>Der Operator löscht den Server und dann den PeerPod; würde der Server von Hand entfernt, bliebe der PeerPod übrig.</translation>
    </message>
    <message>
        <source>See why the operator does not: is its credential accepted, does the adaptor run on the worker?</source>
        <translation>Nachsehen, warum der Operator es nicht tut: Werden seine Zugangsdaten akzeptiert, läuft der Adaptor auf dem Worker?</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>erstellt %1</translation>
    </message>
    <message>
        <source>It may be a start under way, or another cluster's.</source>
        <translation>Vielleicht ist ein Start im Gang, oder sie gehört einem anderen Cluster.</translation>
    </message>
    <message>
        <source>Ask in the clusters that share this VPC; look again in a quarter of an hour.</source>
        <translation>In den Clustern nachfragen, die diese VPC teilen; in einer Viertelstunde erneut nachsehen.</translation>
    </message>
    <message>
        <source>Who owns VSI %1 cannot be told</source>
        <translation>Wem VSI %1 gehört, lässt sich nicht sagen</translation>
    </message>
    <message>
        <source>PeerPods or pods could not be read.</source>
        <translation>PeerPods oder Pods waren nicht lesbar.</translation>
    </message>
    <message>
        <source>What may be in use is not removed.</source>
        <translation>Was vielleicht in Gebrauch ist, wird nicht entfernt.</translation>
    </message>
    <message>
        <source>Look again when the cluster answers, or with rights to list PeerPods and pods in all namespaces.</source>
        <translation>Erneut nachsehen, wenn der Cluster antwortet, oder mit Rechten, PeerPods und Pods in allen Namespaces aufzulisten.</translation>
    </message>
    <message>
        <source>This VSI is not one of this cluster's pods</source>
        <translation>Diese VSI gehört zu keinem Pod dieses Clusters</translation>
    </message>
    <message>
        <source>Its tag or its subnet says that another cluster made it, or its name is no pod VM's.</source>
        <translation>Ihr Tag oder ihr Subnetz sagt, dass ein anderer Cluster sie erstellt hat, oder ihr Name ist nicht der einer Pod-VM.</translation>
    </message>
    <message>
        <source>Ask there; nothing is removed from here.</source>
        <translation>Dort nachfragen; von hier aus wird nichts entfernt.</translation>
    </message>
    <message>
        <source>A pod of that name lives, or it cannot be told.</source>
        <translation>Ein Pod dieses Namens lebt, oder es lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>Look at the pod of that name first.</source>
        <translation>Zuerst den Pod dieses Namens ansehen.</translation>
    </message>
    <message>
        <source>Nobody in this cluster owns VSI %1</source>
        <translation>VSI %1 gehört niemandem in diesem Cluster</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::Neighbour</name>
    <message>
        <source>read what is wanted of this cluster</source>
        <translation>lesen, was für diesen Cluster gewünscht ist</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::NodeTask</name>
    <message>
        <source>These rights do not allow to %1</source>
        <translation>Diese Rechte erlauben nicht: %1</translation>
    </message>
    <message>
        <source>The API server would refuse it.</source>
        <translation>Der API-Server würde es ablehnen.</translation>
    </message>
    <message>
        <source>Ask for a ClusterRole with the verb %1 on %2, or use another kubeconfig.</source>
        <translation>Eine ClusterRole mit dem Verb %1 auf %2 anfragen oder eine andere kubeconfig verwenden.</translation>
    </message>
    <message>
        <source>What is in their memory is gone; new ones start elsewhere in three to four minutes.</source>
        <translation>Was in ihrem Arbeitsspeicher liegt, ist weg; neue starten anderswo in drei bis vier Minuten.</translation>
    </message>
    <message>
        <source>Wait for a quiet moment, or go on.</source>
        <translation>Einen ruhigen Moment abwarten oder fortfahren.</translation>
    </message>
    <message>
        <source>Cordon worker %1</source>
        <translation>Worker %1 sperren</translation>
    </message>
    <message>
        <source>Uncordon worker %1</source>
        <translation>Worker %1 entsperren</translation>
    </message>
    <message>
        <source>Drain worker %1</source>
        <translation>Worker %1 leeren</translation>
    </message>
    <message>
        <source>Reboot worker %1</source>
        <translation>Worker %1 neu starten</translation>
    </message>
    <message>
        <source>change nodes</source>
        <translation>Nodes ändern</translation>
    </message>
    <message>
        <source>evict pods</source>
        <translation>Pods verdrängen</translation>
    </message>
    <message>
        <source>There is no worker %1</source>
        <translation>Es gibt keinen Worker %1</translation>
    </message>
    <message>
        <source>It may have been replaced.</source>
        <translation>Er wurde vielleicht ersetzt.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Einen anderen wählen.</translation>
    </message>
    <message>
        <source>Nothing new starts on it; what runs there goes on.</source>
        <translation>Nichts Neues startet darauf; was dort läuft, läuft weiter.</translation>
    </message>
    <message>
        <source>Worker %1 takes no new pods.</source>
        <translation>Worker %1 nimmt keine neuen Pods an.</translation>
    </message>
    <message>
        <source>A supervised reboot of worker %1 is under way</source>
        <translation>Ein überwachter Neustart von Worker %1 ist im Gang</translation>
    </message>
    <message>
        <source>It uncordons the worker itself when it is back.</source>
        <translation>Er entsperrt den Worker selbst, wenn dieser zurück ist.</translation>
    </message>
    <message>
        <source>Let it come to its end, or go on with it.</source>
        <translation>Ihn zu Ende laufen lassen oder mit ihm fortfahren.</translation>
    </message>
    <message>
        <source>It takes new pods again.</source>
        <translation>Er nimmt wieder neue Pods an.</translation>
    </message>
    <message>
        <source>Worker %1 takes new pods.</source>
        <translation>Worker %1 nimmt neue Pods an.</translation>
    </message>
    <message>
        <source>What leaves is not to come back at once.</source>
        <translation>Was geht, soll nicht gleich zurückkommen.</translation>
    </message>
    <message>
        <source>pods to leave worker %1</source>
        <translation>das Verschwinden der Pods von Worker %1</translation>
    </message>
    <message>
        <source>Worker %1 is empty but for its daemons, and takes no new pods.</source>
        <translation>Worker %1 ist bis auf seine Daemons leer und nimmt keine neuen Pods an.</translation>
    </message>
    <message>
        <source>Worker %1 has rebooted: boot id %2, before %3.</source>
        <translation>Worker %1 ist neu gestartet: Boot-ID %2, davor %3.</translation>
    </message>
    <message>
        <source>The service that reboots workers cannot be asked</source>
        <translation>Der Dienst, der Worker neu startet, lässt sich nicht fragen</translation>
    </message>
    <message>
        <source>no login to IBM Cloud, or the account does not list this cluster</source>
        <translation>keine Anmeldung bei IBM Cloud, oder das Konto führt diesen Cluster nicht auf</translation>
    </message>
    <message>
        <source>A worker is rebooted through IBM Cloud.</source>
        <translation>Ein Worker wird über IBM Cloud neu gestartet.</translation>
    </message>
    <message>
        <source>Open the connection with a login to IBM Cloud.</source>
        <translation>Die Verbindung mit einer Anmeldung bei IBM Cloud öffnen.</translation>
    </message>
    <message>
        <source>Empty worker %1.</source>
        <translation>Worker %1 leeren.</translation>
    </message>
    <message>
        <source>Pods without a controller are gone for good</source>
        <translation>Pods ohne Controller sind endgültig weg</translation>
    </message>
    <message>
        <source>Nothing creates them again elsewhere.</source>
        <translation>Nichts erstellt sie anderswo neu.</translation>
    </message>
    <message>
        <source>Save what you still need from them first.</source>
        <translation>Sichern Sie vorher, was Sie daraus noch brauchen.</translation>
    </message>
    <message>
        <source>Confidential pods on this worker end, and so do their VSIs</source>
        <translation>Vertrauliche Pods auf diesem Worker enden, und ihre VSIs mit ihnen</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::PodJoin</name>
    <message>
        <source>The pod has ended, its VSI is still %1 and costs money until the pod is deleted.</source>
        <translation>Der Pod ist zu Ende, seine VSI hat noch den Status %1 und kostet Geld, bis der Pod gelöscht wird.</translation>
    </message>
    <message>
        <source>The pod is being deleted; its VSI is %1.</source>
        <translation>Der Pod wird gelöscht; Status seiner VSI: %1.</translation>
    </message>
    <message>
        <source>PeerPod %1 names VSI %2, which the VPC does not have.</source>
        <translation>PeerPod %1 nennt VSI %2, die es in der VPC nicht gibt.</translation>
    </message>
    <message>
        <source>The VSI runs with confidential_compute_mode "disabled": its memory is not protected.</source>
        <translation>Die VSI läuft mit confidential_compute_mode „disabled“: Ihr Arbeitsspeicher ist nicht geschützt.</translation>
    </message>
    <message>
        <source>The INITDATA annotation %1 is not read by operator %2; the pod started with the global one.</source>
        <translation>Die INITDATA-Annotation %1 wird von Operator %2 nicht gelesen; der Pod startete mit der globalen.</translation>
    </message>
    <message>
        <source>On worker %1; no VSI yet.</source>
        <translation>Auf Worker %1; noch keine VSI.</translation>
    </message>
    <message>
        <source>The VSI is %1.</source>
        <translation>Status der VSI: %1.</translation>
    </message>
    <message>
        <source>The VSI runs; the agent in it or the image is not ready yet.</source>
        <translation>Die VSI läuft; der Agent darin oder das Image ist noch nicht bereit.</translation>
    </message>
    <message>
        <source>The VSI is %1; three to four minutes are usual.</source>
        <translation>Status der VSI: %1; drei bis vier Minuten sind üblich.</translation>
    </message>
    <message>
        <source>requested</source>
        <translation>angefordert</translation>
    </message>
    <message>
        <source>Attempt %1. %2</source>
        <translation>Versuch %1. %2</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Davor: %1</translation>
    </message>
    <message>
        <source>No PeerPod in any namespace names it.</source>
        <translation>Kein PeerPod in irgendeinem Namespace nennt sie.</translation>
    </message>
    <message>
        <source>No living pod of this cluster has the name in %1.</source>
        <translation>Kein lebender Pod dieses Clusters hat den Namen in %1.</translation>
    </message>
    <message>
        <source>The name fits several pods: %1.</source>
        <translation>Der Name passt zu mehreren Pods: %1.</translation>
    </message>
    <message>
        <source>Its tag coco-pod-vm:%1 is this cluster's.</source>
        <translation>Ihr Tag coco-pod-vm:%1 ist das dieses Clusters.</translation>
    </message>
    <message>
        <source>It carries no tag, although operator %1 tags its VSIs.</source>
        <translation>Sie trägt kein Tag, obwohl Operator %1 seine VSIs mit Tags versieht.</translation>
    </message>
    <message>
        <source>Its image is the one in peer-pods-cm.</source>
        <translation>Ihr Image ist das in peer-pods-cm.</translation>
    </message>
    <message>
        <source>Its image %1 is not the one in peer-pods-cm.</source>
        <translation>Ihr Image %1 ist nicht das in peer-pods-cm.</translation>
    </message>
    <message>
        <source>Other clusters share this VPC and make such names too: %1.</source>
        <translation>Andere Cluster teilen diese VPC und vergeben auch solche Namen: %1.</translation>
    </message>
    <message>
        <source>PeerPod %1/%2 names it; its pod %3 is gone.</source>
        <translation>PeerPod %1/%2 nennt sie; sein Pod %3 ist weg.</translation>
    </message>
    <message>
        <source>The PeerPod is being deleted; its finalizer holds it until the VSI is gone.</source>
        <translation>Der PeerPod wird gelöscht; sein Finalizer hält ihn fest, bis die VSI weg ist.</translation>
    </message>
    <message>
        <source>The VPC does not have this VSI any more; the operator retries the deletion for ever.</source>
        <translation>In der VPC gibt es diese VSI nicht mehr; der Operator versucht das Löschen endlos weiter.</translation>
    </message>
    <message>
        <source>Its VM starts on worker %1.</source>
        <translation>Seine VM startet auf Worker %1.</translation>
    </message>
    <message>
        <source>Whether another cluster shares this VPC cannot be told: workers or clusters could not be read.</source>
        <translation>Ob ein anderer Cluster diese VPC teilt, lässt sich nicht sagen: Worker oder Cluster waren nicht lesbar.</translation>
    </message>
    <message>
        <source>The cluster does not answer: which pod runs in it cannot be told.</source>
        <translation>Der Cluster antwortet nicht: Welcher Pod in ihr läuft, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>Workers of this cluster are in its subnet %1 too.</source>
        <translation>Auch Worker dieses Clusters sind in seinem Subnetz %1.</translation>
    </message>
    <message>
        <source>No worker of this cluster is in its subnet %1, and whether peer-pods-cm names that subnet could not be read.</source>
        <translation>Kein Worker dieses Clusters ist in seinem Subnetz %1, und ob peer-pods-cm dieses Subnetz nennt, war nicht zu lesen.</translation>
    </message>
</context>
<context>
    <name>cocoon::history</name>
    <message>
        <source>The history %1 did not answer: %2.</source>
        <translation>Der Verlauf %1 antwortete nicht: %2.</translation>
    </message>
    <message>
        <source>The history %1 cannot be written: %2.</source>
        <translation>Der Verlauf %1 lässt sich nicht schreiben: %2.</translation>
    </message>
</context>
<context>
    <name>cocoon::items::ChangesModel</name>
    <message>
        <source>creates</source>
        <translation>legt an</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>ändert</translation>
    </message>
    <message>
        <source>deletes</source>
        <translation>löscht</translation>
    </message>
    <message>
        <source>does</source>
        <translation>führt aus</translation>
    </message>
    <message>
        <source>%1 USD/h</source>
        <translation>%1 USD/h</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) now</source>
        <translation>
            <numerusform>%n Änderung jetzt</numerusform>
            <numerusform>%n Änderungen jetzt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>%n später</numerusform>
            <numerusform>%n später</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 USD per hour more</source>
        <translation>%1 USD pro Stunde mehr</translation>
    </message>
    <message>
        <source>no hourly cost</source>
        <translation>keine Stundenkosten</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>CHANGE</source>
        <translation>ÄNDERUNG</translation>
    </message>
    <message>
        <source>EFFECT</source>
        <translation>WIRKUNG</translation>
    </message>
    <message>
        <source>WHEN</source>
        <translation>WANN</translation>
    </message>
    <message>
        <source>PRICE</source>
        <translation>PREIS</translation>
    </message>
    <message>
        <source>restarts</source>
        <translation>startet neu</translation>
    </message>
    <message numerus="yes">
        <source>%n reboot(s)</source>
        <translation>
            <numerusform>%n Neustart</numerusform>
            <numerusform>%n Neustarts</numerusform>
        </translation>
    </message>
    <message>
        <source>breaks pods</source>
        <translation>zerstört Pods</translation>
    </message>
    <message>
        <source>evicts</source>
        <translation>verdrängt</translation>
    </message>
    <message>
        <source>disturbs</source>
        <translation>stört</translation>
    </message>
    <message>
        <source>more than %1 USD per hour more</source>
        <translation>mehr als %1 USD pro Stunde zusätzlich</translation>
    </message>
    <message>
        <source>hourly cost not known</source>
        <translation>Kosten pro Stunde unbekannt</translation>
    </message>
</context>
<context>
    <name>cocoon::items::FindingsModel</name>
    <message>
        <source>met</source>
        <translation>erfüllt</translation>
    </message>
    <message>
        <source>to know</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>in the way</source>
        <translation>im Weg</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>STATUS</translation>
    </message>
    <message>
        <source>EVIDENCE</source>
        <translation>BELEG</translation>
    </message>
    <message>
        <source>WHY IT MATTERS</source>
        <translation>WARUM WICHTIG</translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n anzusehen</numerusform>
            <numerusform>%n anzusehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known</source>
        <translation>
            <numerusform>%n unbekannt</numerusform>
            <numerusform>%n unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n met</source>
        <translation>
            <numerusform>%n erfüllt</numerusform>
            <numerusform>%n erfüllt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to know</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the way</source>
        <translation>
            <numerusform>%n im Weg</numerusform>
            <numerusform>%n im Weg</numerusform>
        </translation>
    </message>
    <message>
        <source>WHAT</source>
        <translation>WAS</translation>
    </message>
</context>
<context>
    <name>cocoon::items::FleetCompareModel</name>
    <message>
        <source>%1, differs</source>
        <translation>%1, weicht ab</translation>
    </message>
    <message>
        <source>FIELD</source>
        <translation>FELD</translation>
    </message>
</context>
<context>
    <name>cocoon::items::FleetModel</name>
    <message>
        <source>differs: %1 of %2 clusters have %3</source>
        <translation>weicht ab: %1 von %2 Clustern haben %3</translation>
    </message>
    <message>
        <source>differs from the others</source>
        <translation>weicht von den anderen ab</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbinden …</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Stale · %1 old</source>
        <translation>Veraltet · %1 alt</translation>
    </message>
    <message>
        <source>No login</source>
        <translation>Keine Anmeldung</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Not open</source>
        <translation>Nicht offen</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>errors %1</source>
        <translation>Fehler %1</translation>
    </message>
    <message>
        <source>money %1</source>
        <translation>Geld %1</translation>
    </message>
    <message>
        <source>warnings %1</source>
        <translation>Warnungen %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, %2 old</source>
        <translation>%1, %2 alt</translation>
    </message>
    <message>
        <source>CONNECTION</source>
        <translation>VERBINDUNG</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>STATUS</translation>
    </message>
    <message>
        <source>DIFFERS IN</source>
        <translation>WEICHT AB IN</translation>
    </message>
    <message>
        <source>REGION</source>
        <translation>REGION</translation>
    </message>
    <message>
        <source>OPENSHIFT</source>
        <translation>OPENSHIFT</translation>
    </message>
    <message>
        <source>OPERATOR</source>
        <translation>OPERATOR</translation>
    </message>
    <message>
        <source>INSTALLED</source>
        <translation>INSTALLIERT</translation>
    </message>
    <message>
        <source>POD VM IMAGE</source>
        <translation>POD-VM-IMAGE</translation>
    </message>
    <message>
        <source>IMAGE AGE</source>
        <translation>IMAGE-ALTER</translation>
    </message>
    <message>
        <source>INITDATA</source>
        <translation>INITDATA</translation>
    </message>
    <message>
        <source>FINDINGS</source>
        <translation>BEFUNDE</translation>
    </message>
    <message>
        <source>VSIS</source>
        <translation>VSIS</translation>
    </message>
    <message>
        <source>USD/H</source>
        <translation>USD/H</translation>
    </message>
</context>
<context>
    <name>cocoon::items::JournalModel</name>
    <message>
        <source>The program ended before the answer came; the next run looks first.</source>
        <translation>Das Programm endete vor der Antwort; der nächste Lauf sieht zuerst nach.</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>made</source>
        <translation>ausgeführt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>noted</source>
        <translation>notiert</translation>
    </message>
    <message>
        <source>TIME</source>
        <translation>ZEIT</translation>
    </message>
    <message>
        <source>STEP</source>
        <translation>SCHRITT</translation>
    </message>
    <message>
        <source>CHANGE</source>
        <translation>ÄNDERUNG</translation>
    </message>
    <message>
        <source>OUTCOME</source>
        <translation>ERGEBNIS</translation>
    </message>
    <message>
        <source>WHAT CAME BACK</source>
        <translation>ANTWORT</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Exit-Code %1</translation>
    </message>
</context>
<context>
    <name>cocoon::items::NodesModel</name>
    <message>
        <source>draining</source>
        <translation>wird geleert</translation>
    </message>
    <message>
        <source>rebooting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>coming back</source>
        <translation>kommt zurück</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>not in the pool</source>
        <translation>nicht im Pool</translation>
    </message>
    <message>
        <source>installing</source>
        <translation>wird installiert</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>nicht bereit</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NAME</translation>
    </message>
    <message>
        <source>INSTALL STATE</source>
        <translation>INSTALLATION</translation>
    </message>
    <message>
        <source>FOR</source>
        <translation>SEIT</translation>
    </message>
    <message>
        <source>STATUS</source>
        <translation>STATUS</translation>
    </message>
    <message>
        <source>IBM CLOUD</source>
        <translation>IBM CLOUD</translation>
    </message>
    <message>
        <source>ZONE</source>
        <translation>ZONE</translation>
    </message>
    <message>
        <source>VERSION</source>
        <translation>VERSION</translation>
    </message>
    <message>
        <source>ADAPTOR</source>
        <translation>ADAPTOR</translation>
    </message>
    <message>
        <source>AGE</source>
        <translation>ALTER</translation>
    </message>
    <message>
        <source>cordoned</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>The first look that is recorded is on its way.</source>
        <translation>Die erste aufgezeichnete Abfrage ist unterwegs.</translation>
    </message>
    <message>
        <source>CONF. PODS</source>
        <translation>VERTR. PODS</translation>
    </message>
    <message>
        <source>It offers no places for confidential pods: it does not advertise kata.peerpods.io/vm.</source>
        <translation>Er bietet keine Plätze für vertrauliche Pods: Er meldet kata.peerpods.io/vm nicht.</translation>
    </message>
    <message>
        <source>%1 of %2 places are taken.</source>
        <translation>%1 von %2 Plätzen sind belegt.</translation>
    </message>
    <message>
        <source>OS-IMAGE</source>
        <translation>OS-IMAGE</translation>
    </message>
    <message>
        <source>WORKER ID</source>
        <translation>WORKER ID</translation>
    </message>
</context>
<context>
    <name>cocoon::items::PodTable</name>
    <message>
        <source>attested</source>
        <translation>attestiert</translation>
    </message>
    <message>
        <source>Attempt: %1</source>
        <translation>Versuch: %1</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>No capacity</source>
        <translation>Keine Kapazität</translation>
    </message>
    <message>
        <source>VSI requested</source>
        <translation>VSI angefordert</translation>
    </message>
    <message>
        <source>VSI starting</source>
        <translation>VSI startet</translation>
    </message>
    <message>
        <source>Agent starting</source>
        <translation>Agent startet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Not confidential</source>
        <translation>Nicht vertraulich</translation>
    </message>
    <message>
        <source>Create failed</source>
        <translation>Erstellen gescheitert</translation>
    </message>
    <message>
        <source>VSI missing</source>
        <translation>VSI fehlt</translation>
    </message>
    <message>
        <source>Terminating</source>
        <translation>Wird beendet</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>Nicht bereit</translation>
    </message>
    <message>
        <source>Orphan</source>
        <translation>Verwaist</translation>
    </message>
    <message>
        <source>Unclaimed</source>
        <translation>Ohne Zuordnung</translation>
    </message>
    <message>
        <source>Being deleted</source>
        <translation>Wird gelöscht</translation>
    </message>
    <message>
        <source>Left behind</source>
        <translation>Zurückgelassen</translation>
    </message>
    <message>
        <source>config map</source>
        <translation>ConfigMap</translation>
    </message>
    <message>
        <source>annotation</source>
        <translation>Annotation</translation>
    </message>
    <message>
        <source>ignored annotation</source>
        <translation>ignorierte Annotation</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NAME</translation>
    </message>
    <message>
        <source>NAMESPACE</source>
        <translation>NAMESPACE</translation>
    </message>
    <message>
        <source>STATUS</source>
        <translation>STATUS</translation>
    </message>
    <message>
        <source>READY</source>
        <translation>BEREIT</translation>
    </message>
    <message>
        <source>RESTARTS</source>
        <translation>NEUSTARTS</translation>
    </message>
    <message>
        <source>VSI</source>
        <translation>VSI</translation>
    </message>
    <message>
        <source>TEE</source>
        <translation>TEE</translation>
    </message>
    <message>
        <source>ATTESTED</source>
        <translation>ATTESTIERT</translation>
    </message>
    <message>
        <source>PROFILE</source>
        <translation>PROFIL</translation>
    </message>
    <message>
        <source>ZONE</source>
        <translation>ZONE</translation>
    </message>
    <message>
        <source>WORKER</source>
        <translation>WORKER</translation>
    </message>
    <message>
        <source>INITDATA</source>
        <translation>INITDATA</translation>
    </message>
    <message>
        <source>OWNER</source>
        <translation>BESITZER</translation>
    </message>
    <message>
        <source>IP</source>
        <translation>IP</translation>
    </message>
    <message>
        <source>AGE</source>
        <translation>ALTER</translation>
    </message>
    <message>
        <source>USD/H</source>
        <translation>USD/H</translation>
    </message>
    <message>
        <source>List price of %1 in the catalog.</source>
        <translation>Listenpreis von %1 im Katalog.</translation>
    </message>
    <message>
        <source>Recorded in us-south on %1: the catalog did not answer, and prices differ by region.</source>
        <translation>Aufgezeichnet in us-south, Stand %1: Der Katalog antwortete nicht, und die Preise sind je Region verschieden.</translation>
    </message>
    <message>
        <source>Owner unknown</source>
        <translation>Besitzer unbekannt</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 um %2</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>secure boot</source>
        <translation>Secure Boot</translation>
    </message>
    <message>
        <source>no secure boot</source>
        <translation>kein Secure Boot</translation>
    </message>
    <message>
        <source>VSI STATE</source>
        <translation>VSI STATE</translation>
    </message>
    <message>
        <source>SECURE BOOT</source>
        <translation>SECURE BOOT</translation>
    </message>
    <message>
        <source>VSI AGE</source>
        <translation>VSI AGE</translation>
    </message>
    <message>
        <source>INITDATA KEY</source>
        <translation>INITDATA KEY</translation>
    </message>
</context>
<context>
    <name>cocoon::plan::Assessment</name>
    <message numerus="yes">
        <source>Looking: %n answer(s) still to come.</source>
        <translation>
            <numerusform>Prüfung läuft: %n Antwort steht noch aus.</numerusform>
            <numerusform>Prüfung läuft: %n Antworten stehen noch aus.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::plan::Intent</name>
    <message>
        <source>%1.</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>read what the Intent names</source>
        <translation>lesen, was der Intent nennt</translation>
    </message>
    <message>
        <source>%1: an Intent is a small file; this one has %2 bytes.</source>
        <translation>%1: Ein Intent ist eine kleine Datei; diese hat %2 Bytes.</translation>
    </message>
    <message>
        <source>an Intent is a map of fields such as cluster and trust</source>
        <translation>ein Intent ist eine Zuordnung von Feldern wie cluster und trust</translation>
    </message>
    <message>
        <source>%1 is not a field of an Intent</source>
        <translation>%1 ist kein Feld eines Intents</translation>
    </message>
    <message>
        <source>%1 holds fields of its own</source>
        <translation>%1 enthält eigene Felder</translation>
    </message>
    <message>
        <source>The way this file is written, %1 cannot be changed without touching the rest; change it by hand.</source>
        <translation>So wie diese Datei geschrieben ist, lässt sich %1 nicht ändern, ohne den Rest zu berühren; bitte von Hand ändern.</translation>
    </message>
    <message>
        <source>%1 is a private key; name the public one (.pub).</source>
        <translation>%1 ist ein privater Schlüssel; geben Sie den öffentlichen (.pub) an.</translation>
    </message>
    <message>
        <source>%1 is not a certificate in PEM form.</source>
        <translation>%1 ist kein Zertifikat im PEM-Format.</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>a cluster name or id</source>
        <translation>Name oder ID eines Clusters</translation>
    </message>
    <message>
        <source>a name</source>
        <translation>ein Name</translation>
    </message>
    <message>
        <source>a version like 1.10.3</source>
        <translation>eine Version wie 1.10.3</translation>
    </message>
    <message>
        <source>a channel name</source>
        <translation>Name eines Kanals</translation>
    </message>
    <message>
        <source>Manual or Automatic</source>
        <translation>Manual oder Automatic</translation>
    </message>
    <message>
        <source>the name of a catalog source</source>
        <translation>Name einer Katalogquelle</translation>
    </message>
    <message>
        <source>lower case letters, digits and hyphens</source>
        <translation>Kleinbuchstaben, Ziffern und Bindestriche</translation>
    </message>
    <message>
        <source>an image id</source>
        <translation>ID eines Images</translation>
    </message>
    <message>
        <source>an operating system name of VPC</source>
        <translation>Name eines Betriebssystems der VPC</translation>
    </message>
    <message>
        <source>api-key or trusted-profile</source>
        <translation>api-key oder trusted-profile</translation>
    </message>
    <message>
        <source>resource-group or account</source>
        <translation>resource-group oder account</translation>
    </message>
    <message>
        <source>a file name</source>
        <translation>ein Dateiname</translation>
    </message>
    <message>
        <source>an instance profile like bx3dc-2x10</source>
        <translation>ein Instanzprofil wie bx3dc-2x10</translation>
    </message>
    <message>
        <source>a list of instance profiles</source>
        <translation>eine Liste von Instanzprofilen</translation>
    </message>
    <message>
        <source>a whole number from 1 to 110</source>
        <translation>eine ganze Zahl von 1 bis 110</translation>
    </message>
    <message>
        <source>DaemonSet or DaemonSetFallback</source>
        <translation>DaemonSet oder DaemonSetFallback</translation>
    </message>
    <message>
        <source>a Kubernetes name</source>
        <translation>ein Kubernetes-Name</translation>
    </message>
    <message>
        <source>a map of node labels</source>
        <translation>eine Zuordnung von Node-Labels</translation>
    </message>
    <message>
        <source>a list of node names</source>
        <translation>eine Liste von Node-Namen</translation>
    </message>
    <message>
        <source>http://host:port or https://host:port, without a path</source>
        <translation>http://host:port oder https://host:port, ohne Pfad</translation>
    </message>
    <message>
        <source>sha256, sha384 or sha512</source>
        <translation>sha256, sha384 oder sha512</translation>
    </message>
    <message>
        <source>a container image</source>
        <translation>ein Container-Image</translation>
    </message>
    <message>
        <source>%1 is not right here; expected %2</source>
        <translation>%1 passt hier nicht; erwartet: %2</translation>
    </message>
</context>
<context>
    <name>cocoon::plan::Journal</name>
    <message>
        <source>The journal %1 cannot be opened: %2.</source>
        <translation>Das Journal %1 lässt sich nicht öffnen: %2.</translation>
    </message>
    <message>
        <source>The damaged end of the journal %1 cannot be cut off: %2.</source>
        <translation>Das beschädigte Ende des Journals %1 lässt sich nicht abschneiden: %2.</translation>
    </message>
    <message>
        <source>The run ended before the answer came.</source>
        <translation>Der Lauf endete, bevor die Antwort kam.</translation>
    </message>
    <message>
        <source>The journal %1 is not open.</source>
        <translation>Das Journal %1 ist nicht offen.</translation>
    </message>
    <message>
        <source>The journal %1 cannot be written: %2.</source>
        <translation>Das Journal %1 lässt sich nicht schreiben: %2.</translation>
    </message>
</context>
<context>
    <name>cocoon::plan::Runner</name>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>“%1” was made several times, but its effect does not stay or does not show.</source>
        <translation>„%1“ wurde mehrmals ausgeführt, aber die Wirkung bleibt nicht oder zeigt sich nicht.</translation>
    </message>
    <message>
        <source>No answer within %1 s; nobody knows whether it was done.</source>
        <translation>Keine Antwort innerhalb von %1 s; niemand weiß, ob es geschehen ist.</translation>
    </message>
    <message>
        <source>There is no answer to: %1.</source>
        <translation>Keine Antwort auf: %1.</translation>
    </message>
    <message>
        <source>Gave up waiting for: %1.</source>
        <translation>Vergeblich gewartet auf: %1.</translation>
    </message>
    <message>
        <source>There are changes that nobody has approved.</source>
        <translation>Es gibt Änderungen, die niemand genehmigt hat.</translation>
    </message>
    <message>
        <source>These need to be allowed by name: %1.</source>
        <translation>Diese müssen namentlich erlaubt werden: %1.</translation>
    </message>
    <message>
        <source>The saved plan does not hold what would have to be done next.</source>
        <translation>Der gespeicherte Plan enthält nicht, was als Nächstes zu tun wäre.</translation>
    </message>
    <message>
        <source>Nothing is left to do or to wait for, but not everything is done: %1.</source>
        <translation>Nichts ist mehr zu tun oder abzuwarten, aber nicht alles ist erledigt: %1.</translation>
    </message>
    <message>
        <source>The step “%1” comes first, and this run may not change it.</source>
        <translation>Zuerst kommt der Schritt „%1“, und dieser Lauf darf ihn nicht ändern.</translation>
    </message>
    <message>
        <source>A step builds on what the steps before it made.</source>
        <translation>Ein Schritt baut auf den Schritten davor auf.</translation>
    </message>
    <message>
        <source>Run it too: --step %1, or leave --step out.</source>
        <translation>Auch ihn ausführen: --step %1, oder --step weglassen.</translation>
    </message>
    <message>
        <source>Some steps cannot be judged; see what they say.</source>
        <translation>Einige Schritte lassen sich nicht beurteilen; siehe ihre Meldungen.</translation>
    </message>
    <message>
        <source>The world has moved since the plan was saved; it does not hold: %1.</source>
        <translation>Seit dem Speichern des Plans hat sich etwas geändert; er enthält nicht: %1.</translation>
    </message>
    <message>
        <source>“%1” was tried several times and failed each time: %2.</source>
        <translation>„%1“ wurde mehrmals versucht und scheiterte jedes Mal: %2.</translation>
    </message>
    <message>
        <source>finish %1</source>
        <translation>%1 zu Ende bringen</translation>
    </message>
</context>
<context>
    <name>cocoon::setup</name>
    <message>
        <source>The installer on worker %1 fails</source>
        <translation>Der Installer auf Worker %1 schlägt fehl</translation>
    </message>
    <message>
        <source>%1: %2, %3 restarts. %4</source>
        <translation>%1: %2, %3 Neustarts. %4</translation>
    </message>
    <message>
        <source>The operator never reports it, and the installation ends only when every worker has finished.</source>
        <translation>Der Operator meldet es nie, und die Installation endet erst, wenn alle Worker fertig sind.</translation>
    </message>
    <message>
        <source>Read its log (also --previous), repair the worker, or leave it out of the pool.</source>
        <translation>Sein Log lesen (auch --previous), den Worker reparieren oder aus dem Pool nehmen.</translation>
    </message>
    <message>
        <source>The adaptor on worker %1 does not run</source>
        <translation>Der Adaptor auf Worker %1 läuft nicht</translation>
    </message>
    <message>
        <source>It cannot make VMs there.</source>
        <translation>Dort kann er keine VMs erstellen.</translation>
    </message>
    <message>
        <source>See the message below.</source>
        <translation>Siehe die Meldung unten.</translation>
    </message>
    <message>
        <source>the operator to finish the installation</source>
        <translation>das Ende der Installation durch den Operator</translation>
    </message>
    <message>
        <source>The operator has finished</source>
        <translation>Der Operator ist fertig</translation>
    </message>
    <message>
        <source>The runtime class kata-remote exists</source>
        <translation>Die RuntimeClass kata-remote existiert</translation>
    </message>
    <message>
        <source>the runtime class kata-remote</source>
        <translation>die RuntimeClass kata-remote</translation>
    </message>
    <message>
        <source>The adaptor runs on every worker</source>
        <translation>Der Adaptor läuft auf jedem Worker</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>the adaptor on every worker</source>
        <translation>das Anlaufen des Adaptors auf jedem Worker</translation>
    </message>
    <message>
        <source>The peer pods webhook answers</source>
        <translation>Der Peer-Pods-Webhook antwortet</translation>
    </message>
    <message>
        <source>%1 replicas</source>
        <translation>%1 Replikas</translation>
    </message>
    <message>
        <source>The peer pods webhook is not available</source>
        <translation>Der Peer-Pods-Webhook ist nicht verfügbar</translation>
    </message>
    <message>
        <source>Deployment %1: 0 available</source>
        <translation>Deployment %1: 0 verfügbar</translation>
    </message>
    <message>
        <source>Its failure policy refuses all new pods outside system namespaces.</source>
        <translation>Seine Failure Policy weist alle neuen Pods außerhalb der System-Namespaces ab.</translation>
    </message>
    <message>
        <source>Look at its pods; restore the Deployment. If the operator is gone, delete MutatingWebhookConfiguration/mutating-webhook-configuration.</source>
        <translation>Seine Pods ansehen; das Deployment wiederherstellen. Wenn der Operator weg ist, MutatingWebhookConfiguration/mutating-webhook-configuration löschen.</translation>
    </message>
    <message>
        <source>the peer pods webhook</source>
        <translation>eine Antwort des Peer-Pods-Webhooks</translation>
    </message>
    <message>
        <source>Every worker offers room for confidential pods</source>
        <translation>Jeder Worker bietet Platz für vertrauliche Pods</translation>
    </message>
    <message>
        <source>room for confidential pods on %1</source>
        <translation>Platz für vertrauliche Pods auf %1</translation>
    </message>
    <message>
        <source>not OpenShift</source>
        <translation>kein OpenShift</translation>
    </message>
    <message>
        <source>its workers are not in a VPC</source>
        <translation>seine Worker liegen nicht in einer VPC</translation>
    </message>
    <message>
        <source>no Intel TDX in %1</source>
        <translation>kein Intel TDX in %1</translation>
    </message>
    <message>
        <source>it is %1</source>
        <translation>sein Status ist %1</translation>
    </message>
    <message>
        <source>Disruption budget %1 keeps %2 pod(s) on worker %3</source>
        <translation>Disruption Budget %1 hält %2 Pod(s) auf Worker %3</translation>
    </message>
    <message>
        <source>%1; healthy %2, needed %3, disruptions allowed 0</source>
        <translation>%1; gesund %2, nötig %3, erlaubte Unterbrechungen 0</translation>
    </message>
    <message>
        <source>The worker stays cordoned until they have left; it is tried again by itself.</source>
        <translation>Der Worker bleibt gesperrt, bis sie weg sind; es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <source>Scale the workload up or relax the budget, then apply again. To give the worker up for now: oc adm uncordon %1</source>
        <translation>Die Workload hochskalieren oder das Budget lockern, dann erneut anwenden. Um den Worker vorerst aufzugeben: oc adm uncordon %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>There are workers</source>
        <translation>Es gibt Worker</translation>
    </message>
    <message>
        <source>%1 workers in the pool</source>
        <translation>%1 Worker im Pool</translation>
    </message>
    <message>
        <source>Kata is installed on workers.</source>
        <translation>Kata wird auf Workern installiert.</translation>
    </message>
    <message>
        <source>Add workers, or correct configuration.poolSelector.</source>
        <translation>Worker hinzufügen oder configuration.poolSelector korrigieren.</translation>
    </message>
    <message>
        <source>all %1 workers</source>
        <translation>alle %1 Worker</translation>
    </message>
    <message>
        <source>All workers run Red Hat CoreOS</source>
        <translation>Alle Worker laufen mit Red Hat CoreOS</translation>
    </message>
    <message>
        <source>Kata is installed with rpm-ostree, which RHEL workers do not have (TS-13).</source>
        <translation>Kata wird mit rpm-ostree installiert, das RHEL-Worker nicht haben (TS-13).</translation>
    </message>
    <message>
        <source>Use a cluster or worker pool with RHCOS.</source>
        <translation>Einen Cluster oder Worker-Pool mit RHCOS verwenden.</translation>
    </message>
    <message>
        <source>All workers are x86_64</source>
        <translation>Alle Worker sind x86_64</translation>
    </message>
    <message>
        <source>Intel TDX needs x86_64.</source>
        <translation>Intel TDX braucht x86_64.</translation>
    </message>
    <message>
        <source>Leave other architectures out by configuration.poolSelector.</source>
        <translation>Andere Architekturen mit configuration.poolSelector ausschließen.</translation>
    </message>
    <message>
        <source>All workers are Ready</source>
        <translation>Alle Worker sind Ready</translation>
    </message>
    <message>
        <source>The installation ends only when every worker of the pool has finished.</source>
        <translation>Die Installation endet erst, wenn alle Worker des Pools fertig sind.</translation>
    </message>
    <message>
        <source>Repair these workers, or leave them out.</source>
        <translation>Diese Worker reparieren oder auslassen.</translation>
    </message>
    <message>
        <source>No worker is cordoned</source>
        <translation>Kein Worker ist gesperrt</translation>
    </message>
    <message>
        <source>Somebody works on it; Cocoon will not uncordon what it did not cordon.</source>
        <translation>Jemand arbeitet daran; Cocoon entsperrt nicht, was es nicht gesperrt hat.</translation>
    </message>
    <message>
        <source>Uncordon it when the work is done.</source>
        <translation>Nach Ende der Arbeiten entsperren.</translation>
    </message>
    <message>
        <source>All workers name their zone</source>
        <translation>Alle Worker nennen ihre Zone</translation>
    </message>
    <message>
        <source>The adaptor makes the VM in its worker's zone (TS-37).</source>
        <translation>Der Adaptor erstellt die VM in der Zone ihres Workers (TS-37).</translation>
    </message>
    <message>
        <source>Check the node labels.</source>
        <translation>Die Node-Labels prüfen.</translation>
    </message>
    <message>
        <source>There are at least two workers</source>
        <translation>Es gibt mindestens zwei Worker</translation>
    </message>
    <message>
        <source>%1 workers</source>
        <translation>%1 Worker</translation>
    </message>
    <message>
        <source>With one worker its reboot stops everything that runs on it.</source>
        <translation>Bei nur einem Worker hält sein Neustart alles an, was darauf läuft.</translation>
    </message>
    <message>
        <source>Add a worker to keep workloads running.</source>
        <translation>Einen Worker hinzufügen, damit Workloads weiterlaufen.</translation>
    </message>
    <message>
        <source>The service calls all workers healthy</source>
        <translation>Der Dienst meldet alle Worker als gesund</translation>
    </message>
    <message>
        <source>An unhealthy worker may not come back from a reboot.</source>
        <translation>Ein nicht gesunder Worker kommt nach einem Neustart vielleicht nicht zurück.</translation>
    </message>
    <message>
        <source>Repair or replace it first.</source>
        <translation>Zuerst reparieren oder ersetzen.</translation>
    </message>
    <message>
        <source>The cluster knows that it runs on IBM Cloud</source>
        <translation>Der Cluster weiß, dass er in der IBM Cloud läuft</translation>
    </message>
    <message>
        <source>The operator mounts the token for trusted profiles only there.</source>
        <translation>Nur dort bindet der Operator das Token für Trusted Profiles ein.</translation>
    </message>
    <message>
        <source>Use an API key as credential.</source>
        <translation>Einen API-Schlüssel als Zugangsdaten verwenden.</translation>
    </message>
    <message>
        <source>OpenShift %1 is not being updated</source>
        <translation>OpenShift %1 wird gerade nicht aktualisiert</translation>
    </message>
    <message>
        <source>An update replaces or reboots workers by itself.</source>
        <translation>Eine Aktualisierung ersetzt Worker oder startet sie von selbst neu.</translation>
    </message>
    <message>
        <source>Wait until the update has ended.</source>
        <translation>Warten, bis die Aktualisierung beendet ist.</translation>
    </message>
    <message>
        <source>The MachineConfig API is served</source>
        <translation>Die MachineConfig-API wird angeboten</translation>
    </message>
    <message>
        <source>The MachineConfig API is not served</source>
        <translation>Die MachineConfig-API wird nicht angeboten</translation>
    </message>
    <message>
        <source>deploymentMode DaemonSet is proposed instead of DaemonSetFallback.</source>
        <translation>deploymentMode DaemonSet wird statt DaemonSetFallback vorgeschlagen.</translation>
    </message>
    <message>
        <source>You may %1</source>
        <translation>Sie dürfen: %1</translation>
    </message>
    <message>
        <source>The API server would refuse it half-way through.</source>
        <translation>Der API-Server würde es auf halbem Weg ablehnen.</translation>
    </message>
    <message>
        <source>Ask a cluster administrator for this right, or use an administrator's kubeconfig.</source>
        <translation>Dieses Recht bei einem Cluster-Administrator anfragen oder dessen kubeconfig verwenden.</translation>
    </message>
    <message>
        <source>The last step needs it.</source>
        <translation>Der letzte Schritt braucht es.</translation>
    </message>
    <message>
        <source>Ask for this right in the namespace, or set workload.skip.</source>
        <translation>Dieses Recht im Namespace anfragen oder workload.skip setzen.</translation>
    </message>
    <message>
        <source>The VPC's resource group is known</source>
        <translation>Die Ressourcengruppe der VPC ist bekannt</translation>
    </message>
    <message>
        <source>VMs are made in it.</source>
        <translation>In ihr werden die VMs erstellt.</translation>
    </message>
    <message>
        <source>Give the credential Viewer on the VPC.</source>
        <translation>Den Zugangsdaten die Rolle Viewer für die VPC geben.</translation>
    </message>
    <message>
        <source>The cluster's security group exists</source>
        <translation>Die Sicherheitsgruppe des Clusters existiert</translation>
    </message>
    <message>
        <source>Workers and VMs talk through it (TCP 15150, UDP 4789).</source>
        <translation>Worker und VMs sprechen durch sie miteinander (TCP 15150, UDP 4789).</translation>
    </message>
    <message>
        <source>Recreate %1 with the Kubernetes Service tools.</source>
        <translation>%1 mit den Werkzeugen des Kubernetes Service neu anlegen.</translation>
    </message>
    <message>
        <source>The cluster has security groups of its own; the managed one is used</source>
        <translation>Der Cluster hat eigene Sicherheitsgruppen; die verwaltete wird verwendet</translation>
    </message>
    <message>
        <source>%1 user-provided</source>
        <translation>%1 selbst angelegt</translation>
    </message>
    <message>
        <source>Workers and VMs may reach the Internet</source>
        <translation>Worker und VMs dürfen ins Internet</translation>
    </message>
    <message>
        <source>outbound rule to 0.0.0.0/0</source>
        <translation>ausgehende Regel zu 0.0.0.0/0</translation>
    </message>
    <message>
        <source>no outbound rule to 0.0.0.0/0 in %1</source>
        <translation>keine ausgehende Regel zu 0.0.0.0/0 in %1</translation>
    </message>
    <message>
        <source>The operator, its installer and your container images come from registries outside (TS-02).</source>
        <translation>Der Operator, sein Installer und Ihre Container-Images kommen aus externen Registrys (TS-02).</translation>
    </message>
    <message>
        <source>Disable outbound protection of the cluster, or allow the registries.</source>
        <translation>Den Schutz für ausgehenden Verkehr des Clusters abschalten oder die Registrys erlauben.</translation>
    </message>
    <message>
        <source>Members of the group may talk to each other</source>
        <translation>Mitglieder der Gruppe dürfen miteinander sprechen</translation>
    </message>
    <message>
        <source>Worker and VM use TCP 15150 and UDP 4789.</source>
        <translation>Worker und VM nutzen TCP 15150 und UDP 4789.</translation>
    </message>
    <message>
        <source>Restore the rule that allows the group itself.</source>
        <translation>Die Regel wiederherstellen, die die Gruppe selbst erlaubt.</translation>
    </message>
    <message>
        <source>Subnet %1 has no free address</source>
        <translation>Subnetz %1 hat keine freie Adresse</translation>
    </message>
    <message>
        <source>Each confidential VM takes one address of its worker's subnet.</source>
        <translation>Jede vertrauliche VM belegt eine Adresse im Subnetz ihres Workers.</translation>
    </message>
    <message>
        <source>Free addresses in it, or use workers in a larger subnet.</source>
        <translation>Dort Adressen freigeben oder Worker in einem größeren Subnetz verwenden.</translation>
    </message>
    <message>
        <source>The subnets have addresses for the VMs</source>
        <translation>Die Subnetze haben Adressen für die VMs</translation>
    </message>
    <message>
        <source>One per confidential pod, up to %1 per worker.</source>
        <translation>Eine pro vertraulichem Pod, bis zu %1 pro Worker.</translation>
    </message>
    <message>
        <source>Free addresses, lower sizing.podsPerNode, or use larger subnets.</source>
        <translation>Adressen freigeben, sizing.podsPerNode senken oder größere Subnetze verwenden.</translation>
    </message>
    <message>
        <source>The subnets have a public gateway</source>
        <translation>Die Subnetze haben ein Public Gateway</translation>
    </message>
    <message>
        <source>VMs pull container images by themselves (TS-59).</source>
        <translation>VMs holen Container-Images selbst (TS-59).</translation>
    </message>
    <message>
        <source>Attach a public gateway, or use registries in the private network.</source>
        <translation>Ein Public Gateway anhängen oder Registrys im privaten Netz verwenden.</translation>
    </message>
    <message>
        <source>Profile %1 is a TDX profile</source>
        <translation>Profil %1 ist ein TDX-Profil</translation>
    </message>
    <message>
        <source>Other profiles make VMs that are not confidential.</source>
        <translation>Andere Profile ergeben VMs, die nicht vertraulich sind.</translation>
    </message>
    <message>
        <source>Choose one of %1 …</source>
        <translation>Eines davon wählen: %1 …</translation>
    </message>
    <message>
        <source>It offers the mode tdx</source>
        <translation>Es bietet den Modus tdx</translation>
    </message>
    <message>
        <source>The adaptor asks for this mode.</source>
        <translation>Der Adaptor verlangt diesen Modus.</translation>
    </message>
    <message>
        <source>Choose a TDX profile.</source>
        <translation>Ein TDX-Profil wählen.</translation>
    </message>
    <message>
        <source>%1 is offered in %2</source>
        <translation>%1 wird in %2 angeboten</translation>
    </message>
    <message>
        <source>The adaptor looks it up when it starts (TS-27).</source>
        <translation>Der Adaptor schlägt es beim Start nach (TS-27).</translation>
    </message>
    <message>
        <source>Choose a profile of this region.</source>
        <translation>Ein Profil dieser Region wählen.</translation>
    </message>
    <message>
        <source>Every worker's zone offers it</source>
        <translation>Die Zone jedes Workers bietet es an</translation>
    </message>
    <message>
        <source>A VM is made in its worker's zone.</source>
        <translation>Eine VM wird in der Zone ihres Workers erstellt.</translation>
    </message>
    <message>
        <source>Use workers in other zones, or another profile.</source>
        <translation>Worker in anderen Zonen oder ein anderes Profil verwenden.</translation>
    </message>
    <message>
        <source>The default vCPU quota is enough</source>
        <translation>Die Standard-Quota für vCPUs reicht</translation>
    </message>
    <message>
        <source>%1 in use by VMs of this VPC, up to %2 more, default quota %3 (workers count too)</source>
        <translation>%1 von VMs dieser VPC belegt, bis zu %2 mehr, Standard-Quota %3 (Worker zählen mit)</translation>
    </message>
    <message>
        <source>The real quota cannot be read.</source>
        <translation>Die tatsächliche Quota ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Ask for a higher quota if you need all pods at once.</source>
        <translation>Eine höhere Quota beantragen, wenn alle Pods zugleich laufen sollen.</translation>
    </message>
    <message>
        <source>The catalog does not list the operator yet</source>
        <translation>Der Katalog führt den Operator noch nicht</translation>
    </message>
    <message>
        <source>The catalog lists the operator</source>
        <translation>Der Katalog führt den Operator</translation>
    </message>
    <message>
        <source>It has the channel %1</source>
        <translation>Er hat den Kanal %1</translation>
    </message>
    <message>
        <source>OLM resolves within one channel (TS-03).</source>
        <translation>OLM löst innerhalb eines Kanals auf (TS-03).</translation>
    </message>
    <message>
        <source>Set operator.channel to one of these.</source>
        <translation>operator.channel auf einen davon setzen.</translation>
    </message>
    <message>
        <source>It offers version %1</source>
        <translation>Er bietet Version %1</translation>
    </message>
    <message>
        <source>OLM cannot start with a version that the catalog does not carry.</source>
        <translation>OLM kann nicht mit einer Version beginnen, die der Katalog nicht führt.</translation>
    </message>
    <message>
        <source>Set operator.version to one of these.</source>
        <translation>operator.version auf eine davon setzen.</translation>
    </message>
    <message>
        <source>The channel's head is %1</source>
        <translation>Die neueste Version im Kanal ist %1</translation>
    </message>
    <message>
        <source>wanted: %1</source>
        <translation>gewünscht: %1</translation>
    </message>
    <message>
        <source>Default selections would install the head.</source>
        <translation>Mit der Standardauswahl würde die neueste installiert.</translation>
    </message>
    <message>
        <source>Disable outbound traffic protection of %1</source>
        <translation>Schutz für ausgehenden Verkehr von %1 abschalten</translation>
    </message>
    <message>
        <source>The catalog cannot be pulled; this also resets custom rules of the cluster's security group.</source>
        <translation>Der Katalog lässt sich nicht laden; dies setzt auch eigene Regeln der Sicherheitsgruppe des Clusters zurück.</translation>
    </message>
    <message>
        <source>The trusted profile exists</source>
        <translation>Das Trusted Profile existiert</translation>
    </message>
    <message>
        <source>Create trusted profile %1</source>
        <translation>Trusted Profile %1 anlegen</translation>
    </message>
    <message>
        <source>The adaptor makes and removes VMs as this profile, without a stored secret.</source>
        <translation>Mit diesem Profil erstellt und entfernt der Adaptor VMs, ohne gespeichertes Secret.</translation>
    </message>
    <message>
        <source>Its rule names this cluster</source>
        <translation>Seine Regel nennt diesen Cluster</translation>
    </message>
    <message>
        <source>Any OpenShift cluster of the account with that namespace may assume the profile.</source>
        <translation>Jeder OpenShift-Cluster des Kontos mit diesem Namespace darf das Profil annehmen.</translation>
    </message>
    <message>
        <source>Replace the rule by one with the condition service_instance.</source>
        <translation>Die Regel durch eine mit der Bedingung service_instance ersetzen.</translation>
    </message>
    <message>
        <source>Let the operator's namespace assume %1</source>
        <translation>Namespace des Operators das Profil %1 annehmen lassen</translation>
    </message>
    <message>
        <source>Without a rule nobody can become the profile.</source>
        <translation>Ohne Regel kann niemand das Profil annehmen.</translation>
    </message>
    <message>
        <source>after the profile is created</source>
        <translation>sobald das Profil angelegt ist</translation>
    </message>
    <message>
        <source>make and remove VMs</source>
        <translation>VMs erstellen und entfernen</translation>
    </message>
    <message>
        <source>use the resource group</source>
        <translation>die Ressourcengruppe nutzen</translation>
    </message>
    <message>
        <source>read the cluster's security group</source>
        <translation>die Sicherheitsgruppe des Clusters lesen</translation>
    </message>
    <message>
        <source>tag VMs</source>
        <translation>VMs taggen</translation>
    </message>
    <message>
        <source>It may %1</source>
        <translation>Es darf %1</translation>
    </message>
    <message>
        <source>Let %1 %2</source>
        <translation>%1 erlauben: %2</translation>
    </message>
    <message>
        <source>Roles %1, no more than needed.</source>
        <translation>Rollen %1, nicht mehr als nötig.</translation>
    </message>
    <message>
        <source>Cocoon does not overwrite them without being told to.</source>
        <translation>Cocoon überschreibt sie nicht ohne Auftrag.</translation>
    </message>
    <message>
        <source>Allow "overwrite", correct them by hand, or take the values over into the Intent.</source>
        <translation>"overwrite" erlauben, von Hand korrigieren oder die Werte in den Intent übernehmen.</translation>
    </message>
    <message>
        <source>The Secret holds an API key made by somebody else; it is used</source>
        <translation>Das Secret enthält einen API-Schlüssel, den jemand anderes angelegt hat; er wird verwendet</translation>
    </message>
    <message>
        <source>peer-pods-secret without the mark of Cocoon</source>
        <translation>peer-pods-secret ohne die Kennung von Cocoon</translation>
    </message>
    <message>
        <source>Whether it still works shows in the adaptor's log.</source>
        <translation>Ob er noch gilt, zeigt das Log des Adaptors.</translation>
    </message>
    <message>
        <source>The API key in the Secret exists in IAM</source>
        <translation>Der API-Schlüssel im Secret existiert in IAM</translation>
    </message>
    <message>
        <source>Without it no VM can be made or removed (TS-34).</source>
        <translation>Ohne ihn kann keine VM erstellt oder entfernt werden (TS-34).</translation>
    </message>
    <message>
        <source>A new key is made and written.</source>
        <translation>Ein neuer Schlüssel wird angelegt und geschrieben.</translation>
    </message>
    <message>
        <source>It is not disabled</source>
        <translation>Er ist nicht deaktiviert</translation>
    </message>
    <message>
        <source>IAM refuses a disabled key.</source>
        <translation>IAM weist einen deaktivierten Schlüssel ab.</translation>
    </message>
    <message>
        <source>Enable it in IAM; otherwise a new key is made.</source>
        <translation>In IAM aktivieren; sonst wird ein neuer Schlüssel angelegt.</translation>
    </message>
    <message>
        <source>It is locked: nobody can delete or change it until it is unlocked</source>
        <translation>Er ist gesperrt: Niemand kann ihn löschen oder ändern, bis er entsperrt ist</translation>
    </message>
    <message>
        <source>the answer of IAM about the new key</source>
        <translation>die Antwort von IAM zum neuen Schlüssel</translation>
    </message>
    <message>
        <source>An API key was made and its value is lost</source>
        <translation>Ein API-Schlüssel wurde angelegt, und sein Wert ist verloren</translation>
    </message>
    <message>
        <source>IAM shows a key once; the run ended before it was stored.</source>
        <translation>IAM zeigt einen Schlüssel nur einmal; der Lauf endete, bevor er gespeichert war.</translation>
    </message>
    <message>
        <source>That key is deleted and a new one made.</source>
        <translation>Dieser Schlüssel wird gelöscht und ein neuer angelegt.</translation>
    </message>
    <message>
        <source>Delete the lost API key %1</source>
        <translation>Verlorenen API-Schlüssel %1 löschen</translation>
    </message>
    <message>
        <source>Cocoon made it; nobody can use it any more.</source>
        <translation>Cocoon hat ihn angelegt; niemand kann ihn mehr verwenden.</translation>
    </message>
    <message>
        <source>Create API key %1</source>
        <translation>API-Schlüssel %1 anlegen</translation>
    </message>
    <message>
        <source>The adaptor makes and removes VMs with it. It carries all your rights; a trusted profile can carry less.</source>
        <translation>Damit erstellt und entfernt der Adaptor VMs. Er hat alle Ihre Rechte; ein Trusted Profile kommt mit weniger aus.</translation>
    </message>
    <message>
        <source>after the lost key is deleted</source>
        <translation>sobald der verlorene Schlüssel gelöscht ist</translation>
    </message>
    <message>
        <source>while a key is being made</source>
        <translation>während ein Schlüssel angelegt wird</translation>
    </message>
    <message>
        <source>The trustee's certificate cannot be used</source>
        <translation>Das Zertifikat des Trustee ist nicht verwendbar</translation>
    </message>
    <message>
        <source>It is expired or for another name: no VM would accept it, and it may not be the trustee that answers.</source>
        <translation>Es ist abgelaufen oder gilt für einen anderen Namen: Keine VM würde es annehmen, und vielleicht antwortet gar nicht der Trustee.</translation>
    </message>
    <message>
        <source>Renew it for the address in trust.url, or correct the address.</source>
        <translation>Für die Adresse in trust.url erneuern oder die Adresse korrigieren.</translation>
    </message>
    <message>
        <source>Written into INITDATA like this, no VM could attest (TS-60).</source>
        <translation>So in INITDATA geschrieben, könnte sich keine VM attestieren (TS-60).</translation>
    </message>
    <message>
        <source>The trustee answers from here</source>
        <translation>Der Trustee antwortet von hier aus</translation>
    </message>
    <message>
        <source>The VMs must reach it; this machine need not, but the check cannot say more.</source>
        <translation>Die VMs müssen ihn erreichen; dieser Rechner muss es nicht, aber mehr kann die Prüfung nicht sagen.</translation>
    </message>
    <message>
        <source>Check the address, its security group, and that it runs.</source>
        <translation>Prüfen: seine Adresse, seine Sicherheitsgruppe und ob er läuft.</translation>
    </message>
    <message>
        <source>Which protocol the trustee speaks is not known</source>
        <translation>Welches Protokoll der Trustee spricht, ist unbekannt</translation>
    </message>
    <message>
        <source>It did not answer the version probe.</source>
        <translation>Er antwortete nicht auf die Versionsabfrage.</translation>
    </message>
    <message>
        <source>Guest and trustee must agree exactly, or every request is refused.</source>
        <translation>Gast und Trustee müssen genau übereinstimmen, sonst wird jede Anfrage abgelehnt.</translation>
    </message>
    <message>
        <source>Its certificate is valid for a while</source>
        <translation>Sein Zertifikat gilt noch eine Weile</translation>
    </message>
    <message>
        <source>After that no VM can attest.</source>
        <translation>Danach kann sich keine VM attestieren.</translation>
    </message>
    <message>
        <source>Renew it; INITDATA changes with it when it is self-signed.</source>
        <translation>Erneuern; ist es selbstsigniert, ändert sich INITDATA mit.</translation>
    </message>
    <message>
        <source>deploymentMode fits this cluster</source>
        <translation>deploymentMode passt zu diesem Cluster</translation>
    </message>
    <message>
        <source>MachineConfig is not available on this service, and the text is case sensitive (TS-10).</source>
        <translation>MachineConfig gibt es in diesem Dienst nicht, und Groß- und Kleinschreibung zählt (TS-10).</translation>
    </message>
    <message>
        <source>The configuration step writes the right value.</source>
        <translation>Der Schritt Konfiguration schreibt den richtigen Wert.</translation>
    </message>
    <message>
        <source>The gate confidential is on</source>
        <translation>Das Gate confidential ist an</translation>
    </message>
    <message>
        <source>Off, the operator makes VMs that are not confidential.</source>
        <translation>Ist es aus, erstellt der Operator VMs, die nicht vertraulich sind.</translation>
    </message>
    <message>
        <source>The configuration step writes "true".</source>
        <translation>Der Schritt Konfiguration schreibt "true".</translation>
    </message>
    <message>
        <source>Each worker takes %1 confidential pods</source>
        <translation>Jeder Worker nimmt %1 vertrauliche Pods auf</translation>
    </message>
    <message>
        <source>sizing.podsPerNode</source>
        <translation>sizing.podsPerNode</translation>
    </message>
    <message>
        <source>The VPC endpoint is the cluster's region</source>
        <translation>Der VPC-Endpunkt liegt in der Region des Clusters</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>The operator's clean-up would ask us-south.</source>
        <translation>Das Aufräumen des Operators würde us-south fragen.</translation>
    </message>
    <message>
        <source>The adaptor finds neither profile nor image there (TS-27).</source>
        <translation>Der Adaptor findet dort weder Profil noch Image (TS-27).</translation>
    </message>
    <message>
        <source>The configuration step writes %1.</source>
        <translation>Der Schritt Konfiguration schreibt %1.</translation>
    </message>
    <message>
        <source>CLOUD_PROVIDER is ibmcloud</source>
        <translation>CLOUD_PROVIDER ist ibmcloud</translation>
    </message>
    <message>
        <source>Any other text stops the adaptor.</source>
        <translation>Jeder andere Text hält den Adaptor an.</translation>
    </message>
    <message>
        <source>The configuration step writes it.</source>
        <translation>Der Schritt Konfiguration schreibt es.</translation>
    </message>
    <message>
        <source>VMs are made confidential</source>
        <translation>VMs werden vertraulich erstellt</translation>
    </message>
    <message>
        <source>DISABLECVM is not set</source>
        <translation>DISABLECVM ist nicht gesetzt</translation>
    </message>
    <message>
        <source>The operator writes this key from the gate confidential; until it has, VMs would not be confidential.</source>
        <translation>Der Operator leitet diesen Schlüssel aus dem Gate confidential ab; bis dahin wären VMs nicht vertraulich.</translation>
    </message>
    <message>
        <source>Set the gate confidential to "true" and wait for the operator; the VM's own mode is checked later.</source>
        <translation>Das Gate confidential auf "true" setzen und auf den Operator warten; der Modus der VM selbst wird später geprüft.</translation>
    </message>
    <message>
        <source>The VMs' security group is set</source>
        <translation>Die Sicherheitsgruppe der VMs ist gesetzt</translation>
    </message>
    <message>
        <source>This version falls back to the VPC's default group, through which workers cannot reach the VMs.</source>
        <translation>Diese Version weicht auf die Standardgruppe der VPC aus, durch die Worker die VMs nicht erreichen.</translation>
    </message>
    <message>
        <source>Operator %1 finds the security group itself; the key is ignored</source>
        <translation>Operator %1 findet die Sicherheitsgruppe selbst; der Schlüssel wird ignoriert</translation>
    </message>
    <message>
        <source>The cluster id is set</source>
        <translation>Die Cluster-ID ist gesetzt</translation>
    </message>
    <message>
        <source>This version cannot find it by itself on every IBM cluster.</source>
        <translation>Diese Version findet sie nicht auf jedem IBM-Cluster von selbst.</translation>
    </message>
    <message>
        <source>the default</source>
        <translation>Standardwert</translation>
    </message>
    <message>
        <source>The subnet is not pinned</source>
        <translation>Das Subnetz ist nicht festgelegt</translation>
    </message>
    <message>
        <source>A pinned subnet does not fit workers in other zones.</source>
        <translation>Ein festgelegtes Subnetz passt nicht zu Workern in anderen Zonen.</translation>
    </message>
    <message>
        <source>Remove IBMCLOUD_VPC_SUBNET_ID.</source>
        <translation>IBMCLOUD_VPC_SUBNET_ID entfernen.</translation>
    </message>
    <message>
        <source>CLOUD_CONFIG_VERIFY is off</source>
        <translation>CLOUD_CONFIG_VERIFY ist aus</translation>
    </message>
    <message>
        <source>With it the adaptor may end without a message.</source>
        <translation>Damit endet der Adaptor vielleicht ohne Meldung.</translation>
    </message>
    <message>
        <source>The configuration step writes "false".</source>
        <translation>Der Schritt Konfiguration schreibt "false".</translation>
    </message>
    <message>
        <source>The profile list has no blanks</source>
        <translation>Die Profilliste enthält keine Leerzeichen</translation>
    </message>
    <message>
        <source>Up to 1.11 a blank after a comma becomes part of the name.</source>
        <translation>Bis 1.11 wird ein Leerzeichen nach einem Komma Teil des Namens.</translation>
    </message>
    <message>
        <source>Remove the blanks.</source>
        <translation>Die Leerzeichen entfernen.</translation>
    </message>
    <message>
        <source>Waiting for %1</source>
        <translation>Warten auf %1</translation>
    </message>
    <message>
        <source>Nothing is installed yet</source>
        <translation>Noch nichts installiert</translation>
    </message>
    <message>
        <source>The operator installs Kata</source>
        <translation>Der Operator installiert Kata</translation>
    </message>
    <message>
        <source>Waits for its reboot</source>
        <translation>Wartet auf seinen Neustart</translation>
    </message>
    <message>
        <source>Pods are being moved away</source>
        <translation>Pods werden verschoben</translation>
    </message>
    <message>
        <source>Reboots</source>
        <translation>Startet neu</translation>
    </message>
    <message>
        <source>Has rebooted, comes back</source>
        <translation>Neu gestartet, kommt zurück</translation>
    </message>
    <message>
        <source>Kata is being removed</source>
        <translation>Kata wird entfernt</translation>
    </message>
    <message>
        <source>Boot id %1, before it was %2</source>
        <translation>Boot-ID %1, zuvor %2</translation>
    </message>
    <message>
        <source>Rebooted %1, boot id %2</source>
        <translation>Neustart um %1, Boot-ID %2</translation>
    </message>
    <message>
        <source>The trustee refused or could not be reached from the VM.</source>
        <translation>Der Trustee lehnte ab oder war von der VM aus nicht erreichbar.</translation>
    </message>
    <message>
        <source>Nothing listens on port 8006 in the VM: not a confidential containers image?</source>
        <translation>Auf Port 8006 der VM lauscht nichts: kein Image für Confidential Containers?</translation>
    </message>
    <message>
        <source>No answer in time: the VM cannot reach the trustee.</source>
        <translation>Keine Antwort in der Zeit: Die VM erreicht den Trustee nicht.</translation>
    </message>
    <message>
        <source>The container has no curl.</source>
        <translation>Der Container hat kein curl.</translation>
    </message>
    <message>
        <source>The check ended with exit code %1.</source>
        <translation>Die Prüfung endete mit Exit-Code %1.</translation>
    </message>
    <message>
        <source>%1 (%2, since %3, %4)</source>
        <translation>%1 (%2, seit %3, %4)</translation>
    </message>
    <message>
        <source>No VM is left without an owner</source>
        <translation>Keine VM ist ohne Besitzer</translation>
    </message>
    <message>
        <source>%1 VMs without an owner, about %2 USD an hour</source>
        <translation>%1 VMs ohne Besitzer, etwa %2 USD pro Stunde</translation>
    </message>
    <message>
        <source>Check name, age and subnet, then delete them in the console or with: ibmcloud is instance-delete &lt;id&gt;.</source>
        <translation>Name, Alter und Subnetz prüfen, dann in der Konsole löschen oder mit: ibmcloud is instance-delete &lt;id&gt;.</translation>
    </message>
    <message>
        <source>The peer pods webhook is available</source>
        <translation>Der Peer-Pods-Webhook ist verfügbar</translation>
    </message>
    <message>
        <source>Look at its pods; restore the Deployment %1.</source>
        <translation>Seine Pods ansehen; das Deployment %1 wiederherstellen.</translation>
    </message>
    <message>
        <source>%1 VMs were started for this pod</source>
        <translation>%1 VMs wurden für diesen Pod gestartet</translation>
    </message>
    <message>
        <source>Each retry of a slow start makes another VM (TS-51).</source>
        <translation>Jede Wiederholung eines langsamen Starts erstellt eine weitere VM (TS-51).</translation>
    </message>
    <message>
        <source>The extra ones should go away by themselves; otherwise delete them.</source>
        <translation>Die überzähligen sollten von selbst verschwinden; sonst löschen.</translation>
    </message>
    <message>
        <source>the PeerPod of pod %1</source>
        <translation>den PeerPod von Pod %1</translation>
    </message>
    <message>
        <source>The pod has its PeerPod</source>
        <translation>Der Pod hat seinen PeerPod</translation>
    </message>
    <message>
        <source>VM %1 to appear in the list</source>
        <translation>das Erscheinen von VM %1 in der Liste</translation>
    </message>
    <message>
        <source>VM %1 runs</source>
        <translation>VM %1 läuft</translation>
    </message>
    <message>
        <source>VM %1 to run</source>
        <translation>das Anlaufen von VM %1</translation>
    </message>
    <message>
        <source>Its confidential mode is tdx</source>
        <translation>Ihr vertraulicher Modus ist tdx</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>The VM is an ordinary one: its memory is not protected (TS-56).</source>
        <translation>Die VM ist eine gewöhnliche: Ihr Speicher ist nicht geschützt (TS-56).</translation>
    </message>
    <message>
        <source>Check DISABLECVM and the gate confidential; restart the adaptor; then delete the pod and apply again.</source>
        <translation>DISABLECVM und das Gate confidential prüfen; den Adaptor neu starten; dann den Pod löschen und erneut anwenden.</translation>
    </message>
    <message>
        <source>It is in the cluster's VPC</source>
        <translation>Sie liegt in der VPC des Clusters</translation>
    </message>
    <message>
        <source>Elsewhere the workers cannot reach it.</source>
        <translation>Anderswo erreichen die Worker sie nicht.</translation>
    </message>
    <message>
        <source>Correct IBMCLOUD_VPC_ID.</source>
        <translation>IBMCLOUD_VPC_ID korrigieren.</translation>
    </message>
    <message>
        <source>It is in the cluster's security group</source>
        <translation>Sie ist in der Sicherheitsgruppe des Clusters</translation>
    </message>
    <message>
        <source>Otherwise TCP 15150 and UDP 4789 are closed (TS-50).</source>
        <translation>Sonst sind TCP 15150 und UDP 4789 geschlossen (TS-50).</translation>
    </message>
    <message>
        <source>Correct IBMCLOUD_VPC_SG_ID and restart the adaptor.</source>
        <translation>IBMCLOUD_VPC_SG_ID korrigieren und den Adaptor neu starten.</translation>
    </message>
    <message>
        <source>at the last try, %1: %2</source>
        <translation>beim letzten Versuch, %1: %2</translation>
    </message>
    <message>
        <source>A start took longer than the kubelet waits</source>
        <translation>Ein Start dauerte länger, als das Kubelet wartet</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1-mal</translation>
    </message>
    <message>
        <source>A TDX VM needs 3 to 4 minutes; it is tried again by itself.</source>
        <translation>Eine TDX-VM braucht 3 bis 4 Minuten; es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <source>Ask the guest for %1</source>
        <translation>Gast nach %1 fragen</translation>
    </message>
    <message>
        <source>The trustee hands it out only to a VM that has proven itself.</source>
        <translation>Der Trustee gibt es nur einer VM, die sich bewiesen hat.</translation>
    </message>
    <message>
        <source>The guest attested and got the resource</source>
        <translation>Der Gast ist attestiert und hat die Ressource erhalten</translation>
    </message>
    <message>
        <source>Attestation is not proven by exec</source>
        <translation>Die Attestierung wird nicht per exec bewiesen</translation>
    </message>
    <message>
        <source>A guest that cannot attest gets no keys.</source>
        <translation>Ein Gast, der sich nicht attestieren kann, bekommt keine Schlüssel.</translation>
    </message>
    <message>
        <source>Check the trustee's log, the address in INITDATA, and that the resource %1 exists.</source>
        <translation>Prüfen: das Log des Trustee, die Adresse in INITDATA und ob die Ressource %1 existiert.</translation>
    </message>
    <message>
        <source>No confidential pod runs</source>
        <translation>Kein vertraulicher Pod läuft</translation>
    </message>
    <message>
        <source>%1 PeerPod(s)</source>
        <translation>%1 PeerPod(s)</translation>
    </message>
    <message>
        <source>An adaptor that restarts forgets its VMs: the pods on that worker break.</source>
        <translation>Ein Adaptor, der neu startet, vergisst seine VMs: Die Pods auf diesem Worker gehen kaputt.</translation>
    </message>
    <message>
        <source>Delete them first, or allow "restart-adaptor".</source>
        <translation>Zuerst löschen oder "restart-adaptor" erlauben.</translation>
    </message>
    <message>
        <source>Its replacement reads the new settings.</source>
        <translation>Sein Ersatz liest die neuen Einstellungen.</translation>
    </message>
    <message>
        <source>Restart adaptor pod %1</source>
        <translation>Adaptor-Pod %1 neu starten</translation>
    </message>
    <message>
        <source>All adaptor pods are younger than the settings</source>
        <translation>Alle Adaptor-Pods sind jünger als die Einstellungen</translation>
    </message>
    <message>
        <source>settings of %1, %2 older pods</source>
        <translation>Einstellungen von %1, %2 ältere Pods</translation>
    </message>
    <message>
        <source>They read the settings when they start.</source>
        <translation>Sie lesen die Einstellungen beim Start.</translation>
    </message>
    <message>
        <source>They are deleted one by one; a rollout restart would be undone by the operator and restart everything twice.</source>
        <translation>Sie werden einzeln gelöscht; einen Rollout-Neustart würde der Operator zurücknehmen und alles zweimal neu starten.</translation>
    </message>
    <message>
        <source>the operator to restart the adaptor</source>
        <translation>den Neustart des Adaptors durch den Operator</translation>
    </message>
    <message>
        <source>a Ready adaptor pod on every worker</source>
        <translation>einen Adaptor-Pod mit Ready auf jedem Worker</translation>
    </message>
    <message>
        <source>Uncordon worker %1</source>
        <translation>Worker %1 entsperren</translation>
    </message>
    <message>
        <source>Cordon worker %1</source>
        <translation>Worker %1 sperren</translation>
    </message>
    <message>
        <source>Worker %1 is cordoned and partly drained; it was not rebooted. It stays cordoned until Cocoon goes on, or: %2</source>
        <translation>Worker %1 ist gesperrt und teilweise geleert; er wurde nicht neu gestartet. Er bleibt gesperrt, bis Cocoon weitermacht, oder: %2</translation>
    </message>
    <message>
        <source>Worker %1 is rebooting and comes back by itself. It stays cordoned until Cocoon goes on, or: %2</source>
        <translation>Worker %1 startet neu und kommt von selbst zurück. Er bleibt gesperrt, bis Cocoon weitermacht, oder: %2</translation>
    </message>
    <message>
        <source>Worker %1 is back from its reboot and still cordoned, until Cocoon goes on, or: %2</source>
        <translation>Worker %1 ist vom Neustart zurück und noch gesperrt, bis Cocoon weitermacht, oder: %2</translation>
    </message>
    <message>
        <source>“%1” was sent and not answered yet; Cocoon looks whether it was made before it sends it again.</source>
        <translation>„%1“ wurde gesendet und noch nicht beantwortet; Cocoon sieht nach, ob es ausgeführt wurde, bevor es erneut sendet.</translation>
    </message>
    <message>
        <source>It goes on without Cocoon: %1.</source>
        <translation>Es geht ohne Cocoon weiter: %1.</translation>
    </message>
    <message>
        <source>Nothing is half done.</source>
        <translation>Nichts ist halb fertig.</translation>
    </message>
    <message>
        <source>The service refused to reboot it. A privileged pod on the worker asks its systemd to reboot; data kept only on the worker may be lost. IBM does not describe this way.</source>
        <translation>Der Dienst hat den Neustart abgelehnt. Ein privilegierter Pod auf dem Worker bittet dessen systemd um den Neustart; Daten, die nur auf dem Worker liegen, können verloren gehen. IBM beschreibt diesen Weg nicht.</translation>
    </message>
    <message>
        <source>Reboot from inside: worker %1</source>
        <translation>Neustart von innen: Worker %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>the pod ended without a reboot</source>
        <translation>der Pod endete ohne Neustart</translation>
    </message>
    <message>
        <source>It speaks the protocol of operator %1 (%2)</source>
        <translation>Er spricht das Protokoll von Operator %1 (%2)</translation>
    </message>
    <message>
        <source>Use trustee %1.</source>
        <translation>Trustee %1 verwenden.</translation>
    </message>
    <message>
        <source>INITDATA is given the certificate of its authority</source>
        <translation>INITDATA erhält das Zertifikat seiner Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>INITDATA is given a certificate that does not vouch for the trustee</source>
        <translation>INITDATA erhält ein Zertifikat, das nicht für den Trustee bürgt</translation>
    </message>
    <message>
        <source>No VM would accept the trustee that answers here, so none could attest.</source>
        <translation>Keine VM würde den Trustee annehmen, der hier antwortet, also könnte sich keine attestieren.</translation>
    </message>
    <message>
        <source>Give the certificate of its authority as trust.certificateFile; if nobody renewed it, find out who answers there.</source>
        <translation>Das Zertifikat seiner Zertifizierungsstelle als trust.certificateFile angeben; hat es niemand erneuert, herausfinden, wer dort antwortet.</translation>
    </message>
    <message>
        <source>No known authority vouches for its certificate</source>
        <translation>Keine bekannte Zertifizierungsstelle bürgt für sein Zertifikat</translation>
    </message>
    <message>
        <source>A VM has to be given the certificate of the authority that issued it, and the trustee does not show that.</source>
        <translation>Eine VM muss das Zertifikat der Zertifizierungsstelle erhalten, die es ausgestellt hat, und der Trustee zeigt dieses nicht.</translation>
    </message>
    <message>
        <source>Give trust.certificateFile.</source>
        <translation>trust.certificateFile angeben.</translation>
    </message>
    <message>
        <source>Written into INITDATA it decides whom the VMs trust; only the fingerprint tells whether it is the right one.</source>
        <translation>In INITDATA entscheidet es, wem die VMs vertrauen; nur der Fingerabdruck zeigt, ob es das richtige ist.</translation>
    </message>
    <message>
        <source>Give trust.certificateFile, or compare the fingerprint and use --allow trust-certificate.</source>
        <translation>trust.certificateFile angeben oder den Fingerabdruck vergleichen und --allow trust-certificate verwenden.</translation>
    </message>
    <message>
        <source>%1, valid until %2, SHA-256 %3</source>
        <translation>%1, gültig bis %2, SHA-256 %3</translation>
    </message>
    <message>
        <source>The trustee speaks %1, not %2</source>
        <translation>Der Trustee spricht %1, nicht %2</translation>
    </message>
    <message>
        <source>Set trust.url to %1.</source>
        <translation>trust.url auf %1 setzen.</translation>
    </message>
    <message>
        <source>It speaks %1, as the address says</source>
        <translation>Er spricht %1, wie die Adresse sagt</translation>
    </message>
    <message>
        <source>The guest has not attested; checks that failed: %1</source>
        <translation>Der Gast ist nicht attestiert; gescheiterte Prüfungen: %1</translation>
    </message>
    <message>
        <source>The trustee is on this machine: for a sandbox only</source>
        <translation>Der Trustee ist auf diesem Rechner: nur für eine Sandbox</translation>
    </message>
    <message>
        <source>Anywhere else give an address that the VMs reach.</source>
        <translation>Überall sonst eine Adresse angeben, die die VMs erreichen.</translation>
    </message>
    <message>
        <source>The trustee's address is this machine's</source>
        <translation>Die Adresse des Trustees ist die dieses Rechners</translation>
    </message>
    <message>
        <source>In a VM the same address is the VM itself: nothing could attest.</source>
        <translation>In einer VM ist dieselbe Adresse die VM selbst: Nichts könnte sich attestieren.</translation>
    </message>
    <message>
        <source>Give an address that the VMs reach.</source>
        <translation>Eine Adresse angeben, die die VMs erreichen.</translation>
    </message>
    <message>
        <source>The way to the trustee is plain http</source>
        <translation>Der Weg zum Trustee ist unverschlüsseltes http</translation>
    </message>
    <message>
        <source>Whoever stands between can answer in its place: a VM would take secrets from a stranger.</source>
        <translation>Wer dazwischen steht, kann an seiner Stelle antworten: Eine VM würde Geheimnisse von einem Fremden annehmen.</translation>
    </message>
    <message>
        <source>Give the trustee a certificate and write https into trust.url; plain http is for tests.</source>
        <translation>Dem Trustee ein Zertifikat geben und https in trust.url schreiben; unverschlüsseltes http ist für Tests.</translation>
    </message>
    <message>
        <source>none is named by VPC %1</source>
        <translation>keine nennt VPC %1</translation>
    </message>
    <message>
        <source>no TDX profile in %1</source>
        <translation>kein TDX-Profil in %1</translation>
    </message>
    <message>
        <source>TDX profiles in %1: %2</source>
        <translation>TDX-Profile in %1: %2</translation>
    </message>
    <message>
        <source>take the Lease that keeps two desks apart</source>
        <translation>die Lease nehmen, die zwei Arbeitsplätze auseinanderhält</translation>
    </message>
    <message>
        <source>The namespace %1, which holds it, does not exist yet.</source>
        <translation>Der Namespace %1, in dem sie liegt, existiert noch nicht.</translation>
    </message>
    <message>
        <source>Cocoon made an API key that nobody uses</source>
        <translation>Cocoon hat einen API-Schlüssel erzeugt, den niemand verwendet</translation>
    </message>
    <message>
        <source>The Secret holds another one: somebody else's got there first.</source>
        <translation>Das Secret enthält einen anderen: Ein fremder war schneller.</translation>
    </message>
    <message>
        <source>The key that nobody uses is deleted.</source>
        <translation>Der Schlüssel, den niemand verwendet, wird gelöscht.</translation>
    </message>
    <message>
        <source>Delete the unused API key %1</source>
        <translation>Den unbenutzten API-Schlüssel %1 löschen</translation>
    </message>
    <message>
        <source>Cocoon made it, and it carries all your rights.</source>
        <translation>Cocoon hat ihn erzeugt, und er trägt alle Ihre Rechte.</translation>
    </message>
    <message>
        <source>%1 is not set</source>
        <translation>%1 ist nicht gesetzt</translation>
    </message>
    <message>
        <source>no public endpoint: join its network and choose the private one in Settings</source>
        <translation>kein öffentlicher Endpunkt: mit seinem Netz verbinden und in den Einstellungen den privaten wählen</translation>
    </message>
    <message>
        <source>no private endpoint</source>
        <translation>kein privater Endpunkt</translation>
    </message>
    <message>
        <source>its workers run %1, not Red Hat CoreOS</source>
        <translation>seine Worker laufen mit %1, nicht mit Red Hat CoreOS</translation>
    </message>
    <message>
        <source>VMs that may be another cluster's or a pod's: %1</source>
        <translation>VMs, die vielleicht einem anderen Cluster oder einem Pod gehören: %1</translation>
    </message>
    <message>
        <source>Ask in the clusters that share the VPC before you remove one.</source>
        <translation>In den Clustern nachfragen, die die VPC teilen, bevor Sie eine entfernen.</translation>
    </message>
    <message>
        <source>A failed start or an operator removed too early leaves VMs that cost money.</source>
        <translation>Ein gescheiterter Start oder ein zu früh entfernter Operator hinterlässt VMs, die Geld kosten.</translation>
    </message>
    <message>
        <source>after the one before is Ready</source>
        <translation>wenn der vorige Ready ist</translation>
    </message>
    <message>
        <source>Confidential pods can run here</source>
        <translation>Hier können vertrauliche Pods laufen</translation>
    </message>
    <message>
        <source>These subnets have no free address: %1</source>
        <translation>Diese Subnetze haben keine freie Adresse: %1</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::AccessStep</name>
    <message>
        <source>Access for oc</source>
        <translation>Zugang für oc</translation>
    </message>
    <message>
        <source>Your own oc can use the same access</source>
        <translation>Ihr eigenes oc kann denselben Zugang nutzen</translation>
    </message>
    <message>
        <source>This connection comes from: %1</source>
        <translation>Diese Verbindung stammt aus: %1</translation>
    </message>
    <message>
        <source>The cluster can be reached as %1.</source>
        <translation>Der Cluster ist erreichbar als %1.</translation>
    </message>
    <message>
        <source>the connection's own file</source>
        <translation>die eigene Datei der Verbindung</translation>
    </message>
    <message>
        <source>your kubeconfig</source>
        <translation>Ihre kubeconfig</translation>
    </message>
    <message>
        <source>IBM Cloud's Kubernetes Service</source>
        <translation>der Kubernetes Service der IBM Cloud</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::Ahead</name>
    <message numerus="yes">
        <source>at least %n eviction(s)</source>
        <translation>
            <numerusform>mindestens %n Verdrängung</numerusform>
            <numerusform>mindestens %n Verdrängungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n adaptor restart(s)</source>
        <translation>
            <numerusform>%n Neustart des Adaptors</numerusform>
            <numerusform>%n Neustarts des Adaptors</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>evictions that are still being counted</source>
        <translation>Verdrängungen, die noch gezählt werden</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::ConfigurationStep</name>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>%1 (set by %2)</source>
        <translation>%1 (gesetzt von %2)</translation>
    </message>
    <message>
        <source>Fields of %1 were set by somebody else to other values</source>
        <translation>Felder von %1 wurden von jemand anderem auf andere Werte gesetzt</translation>
    </message>
    <message>
        <source>No cluster yet.</source>
        <translation>Noch kein Cluster.</translation>
    </message>
    <message>
        <source>The KataConfig %1 is being deleted</source>
        <translation>Die KataConfig %1 wird gelöscht</translation>
    </message>
    <message>
        <source>Setting up and taking away at once cannot end well (TS-74).</source>
        <translation>Gleichzeitig einrichten und abbauen kann nicht gut gehen (TS-74).</translation>
    </message>
    <message>
        <source>Finish the removal, then set up again.</source>
        <translation>Erst den Abbau beenden, dann neu einrichten.</translation>
    </message>
    <message>
        <source>They make the operator set up confidential peer pods.</source>
        <translation>Damit richtet der Operator vertrauliche Peer-Pods ein.</translation>
    </message>
    <message>
        <source>The Secret also holds an API key, which wins over the profile</source>
        <translation>Das Secret enthält auch einen API-Schlüssel, der Vorrang vor dem Profil hat</translation>
    </message>
    <message>
        <source>The adaptor would not use the profile.</source>
        <translation>Der Adaptor würde das Profil nicht verwenden.</translation>
    </message>
    <message>
        <source>Remove IBMCLOUD_API_KEY from peer-pods-secret.</source>
        <translation>IBMCLOUD_API_KEY aus peer-pods-secret entfernen.</translation>
    </message>
    <message>
        <source>The adaptor authenticates with it.</source>
        <translation>Der Adaptor authentifiziert sich damit.</translation>
    </message>
    <message>
        <source>after the API key is created</source>
        <translation>sobald der API-Schlüssel angelegt ist</translation>
    </message>
    <message>
        <source>after the trusted profile is created</source>
        <translation>sobald das Trusted Profile angelegt ist</translation>
    </message>
    <message>
        <source>The Secret holds a credential</source>
        <translation>Das Secret enthält Zugangsdaten</translation>
    </message>
    <message>
        <source>The adaptor and the operator read where and how to make VMs.</source>
        <translation>Adaptor und Operator lesen daraus, wo und wie sie VMs erstellen.</translation>
    </message>
    <message>
        <source>It makes the operator install Kata on the workers; each needs one reboot afterwards.</source>
        <translation>Damit installiert der Operator Kata auf den Workern; jeder braucht danach einen Neustart.</translation>
    </message>
    <message>
        <source>after the settings exist</source>
        <translation>sobald die Einstellungen existieren</translation>
    </message>
    <message>
        <source>A KataConfig exists; it is a singleton of any name (TS-11)</source>
        <translation>Eine KataConfig existiert; es gibt nur eine, gleich welchen Namens (TS-11)</translation>
    </message>
    <message>
        <source>Enable peer pods in KataConfig %1</source>
        <translation>Peer-Pods in KataConfig %1 einschalten</translation>
    </message>
    <message>
        <source>Without it there is no runtime class kata-remote.</source>
        <translation>Ohne sie gibt es keine RuntimeClass kata-remote.</translation>
    </message>
    <message>
        <source>The settings are in place.</source>
        <translation>Die Einstellungen sind gesetzt.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>The KataConfig is for the workers the Intent names</source>
        <translation>Die KataConfig gilt für die Worker, die der Intent nennt</translation>
    </message>
    <message>
        <source>all workers</source>
        <translation>alle Worker</translation>
    </message>
    <message>
        <source>Its own selector counts; Cocoon does not change for which workers it is.</source>
        <translation>Ihr eigener Selektor zählt; Cocoon ändert nicht, für welche Worker sie gilt.</translation>
    </message>
    <message>
        <source>Correct configuration.poolSelector in the Intent, or change spec.kataConfigPoolSelector by hand.</source>
        <translation>configuration.poolSelector im Intent berichtigen oder spec.kataConfigPoolSelector von Hand ändern.</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::ConnectStep</name>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>IBM Cloud accepts the credential</source>
        <translation>IBM Cloud akzeptiert die Zugangsdaten</translation>
    </message>
    <message>
        <source>The credential belongs to an account</source>
        <translation>Die Zugangsdaten gehören zu einem Konto</translation>
    </message>
    <message>
        <source>Clusters and VMs belong to an account.</source>
        <translation>Cluster und VMs gehören zu einem Konto.</translation>
    </message>
    <message>
        <source>Choose an account when logging in.</source>
        <translation>Beim Anmelden ein Konto wählen.</translation>
    </message>
    <message>
        <source>The account has the cluster %1</source>
        <translation>Das Konto hat den Cluster %1</translation>
    </message>
    <message>
        <source>clusters in the account: %1</source>
        <translation>Cluster im Konto: %1</translation>
    </message>
    <message>
        <source>Everything is set up for one cluster.</source>
        <translation>Alles wird für einen Cluster eingerichtet.</translation>
    </message>
    <message>
        <source>Correct the name in the Intent, or use a credential of the account that owns the cluster.</source>
        <translation>Den Namen im Intent korrigieren oder Zugangsdaten des Kontos verwenden, dem der Cluster gehört.</translation>
    </message>
    <message>
        <source>The name means one cluster only</source>
        <translation>Der Name meint nur einen Cluster</translation>
    </message>
    <message>
        <source>A name may exist in several resource groups.</source>
        <translation>Ein Name kann in mehreren Ressourcengruppen vorkommen.</translation>
    </message>
    <message>
        <source>Write the cluster's id, or its resource group, into the Intent.</source>
        <translation>Die ID des Clusters oder seine Ressourcengruppe in den Intent schreiben.</translation>
    </message>
    <message>
        <source>It is an OpenShift cluster</source>
        <translation>Es ist ein OpenShift-Cluster</translation>
    </message>
    <message>
        <source>The operator needs OpenShift.</source>
        <translation>Der Operator braucht OpenShift.</translation>
    </message>
    <message>
        <source>Use a Red Hat OpenShift cluster.</source>
        <translation>Einen Red-Hat-OpenShift-Cluster verwenden.</translation>
    </message>
    <message>
        <source>Its workers are VPC Gen 2</source>
        <translation>Seine Worker sind VPC Gen 2</translation>
    </message>
    <message>
        <source>Confidential VMs are started in the cluster's own VPC.</source>
        <translation>Vertrauliche VMs werden in der VPC des Clusters gestartet.</translation>
    </message>
    <message>
        <source>Use a VPC cluster; classic and Satellite clusters are not supported.</source>
        <translation>Einen VPC-Cluster verwenden; Classic- und Satellite-Cluster werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>The cluster is healthy</source>
        <translation>Der Cluster ist gesund</translation>
    </message>
    <message>
        <source>A cluster that is being deployed or is critical cannot be changed safely.</source>
        <translation>Ein Cluster, der bereitgestellt wird oder kritisch ist, lässt sich nicht sicher ändern.</translation>
    </message>
    <message>
        <source>Wait until it is normal, or repair it first.</source>
        <translation>Warten, bis er normal ist, oder ihn zuerst reparieren.</translation>
    </message>
    <message>
        <source>Its control plane is healthy</source>
        <translation>Seine Control Plane ist gesund</translation>
    </message>
    <message>
        <source>All further steps go through the control plane.</source>
        <translation>Alle weiteren Schritte gehen über die Control Plane.</translation>
    </message>
    <message>
        <source>Wait until the control plane is healthy again.</source>
        <translation>Warten, bis die Control Plane wieder gesund ist.</translation>
    </message>
    <message>
        <source>Its control plane is deployed</source>
        <translation>Seine Control Plane ist bereitgestellt</translation>
    </message>
    <message>
        <source>During an update of the control plane nothing else should change.</source>
        <translation>Während die Control Plane aktualisiert wird, sollte sich sonst nichts ändern.</translation>
    </message>
    <message>
        <source>Wait until the update has ended.</source>
        <translation>Warten, bis die Aktualisierung beendet ist.</translation>
    </message>
    <message>
        <source>The API server has a public address</source>
        <translation>Der API-Server hat eine öffentliche Adresse</translation>
    </message>
    <message>
        <source>Without it this machine must be in the VPC's network, for example by VPN.</source>
        <translation>Ohne sie muss dieser Rechner im Netz der VPC sein, etwa per VPN.</translation>
    </message>
    <message>
        <source>Connect the VPN and use the private endpoint.</source>
        <translation>Das VPN verbinden und den privaten Endpunkt verwenden.</translation>
    </message>
    <message>
        <source>Intel TDX machines exist in %1</source>
        <translation>In %1 gibt es Maschinen mit Intel TDX</translation>
    </message>
    <message>
        <source>regions with TDX: %1</source>
        <translation>Regionen mit TDX: %1</translation>
    </message>
    <message>
        <source>The VMs are made in the cluster's own region.</source>
        <translation>Die VMs werden in der Region des Clusters erstellt.</translation>
    </message>
    <message>
        <source>Use a cluster in one of these regions.</source>
        <translation>Einen Cluster in einer dieser Regionen verwenden.</translation>
    </message>
    <message>
        <source>The API server answers</source>
        <translation>Der API-Server antwortet</translation>
    </message>
    <message>
        <source>%1, Kubernetes %2, as %3</source>
        <translation>%1, Kubernetes %2, als %3</translation>
    </message>
    <message>
        <source>About this connection</source>
        <translation>Zu dieser Verbindung</translation>
    </message>
    <message>
        <source>The connection leads to the cluster %1</source>
        <translation>Die Verbindung führt zum Cluster %1</translation>
    </message>
    <message>
        <source>no node has the label %1; the first is %2</source>
        <translation>kein Node hat das Label %1; der erste ist %2</translation>
    </message>
    <message>
        <source>The workers of this API server do not belong to the cluster found in the account.</source>
        <translation>Die Worker dieses API-Servers gehören nicht zu dem Cluster aus dem Konto.</translation>
    </message>
    <message>
        <source>Use the kubeconfig and context of %1.</source>
        <translation>Die kubeconfig und den Kontext von %1 verwenden.</translation>
    </message>
    <message>
        <source>Connected to %1 in %2.</source>
        <translation>Verbunden mit %1 in %2.</translation>
    </message>
    <message>
        <source>the kubeconfig of cluster %1, which is not handed out yet (%2)</source>
        <translation>die kubeconfig von Cluster %1, die noch nicht ausgegeben wird (%2)</translation>
    </message>
    <message>
        <source>The server may not be what it claims to be, or somebody else may act as you.</source>
        <translation>Vielleicht ist der Server nicht, was er zu sein vorgibt, oder jemand anderes kann in Ihrem Namen handeln.</translation>
    </message>
    <message>
        <source>Correct what it names: the kubeconfig, or the mode of the file.</source>
        <translation>Korrigieren, was sie nennt: die kubeconfig oder die Zugriffsrechte der Datei.</translation>
    </message>
    <message>
        <source>none is named</source>
        <translation>keiner genannt</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::CredentialStep</name>
    <message>
        <source>Credential</source>
        <translation>Zugangsdaten</translation>
    </message>
    <message>
        <source>No cluster yet.</source>
        <translation>Noch kein Cluster.</translation>
    </message>
    <message>
        <source>The adaptor uses an API key</source>
        <translation>Der Adaptor verwendet einen API-Schlüssel</translation>
    </message>
    <message>
        <source>credential.kind: trusted-profile carries less rights and no secret.</source>
        <translation>credential.kind: trusted-profile hat weniger Rechte und braucht kein Secret.</translation>
    </message>
    <message>
        <source>An API key is at hand.</source>
        <translation>Ein API-Schlüssel liegt vor.</translation>
    </message>
    <message>
        <source>The adaptor uses a trusted profile</source>
        <translation>Der Adaptor verwendet ein Trusted Profile</translation>
    </message>
    <message>
        <source>The operator itself cannot remove VMs with a trusted profile</source>
        <translation>Der Operator selbst kann mit einem Trusted Profile keine VMs entfernen</translation>
    </message>
    <message>
        <source>its pod is given no token</source>
        <translation>sein Pod bekommt kein Token</translation>
    </message>
    <message>
        <source>Delete confidential pods while the adaptor runs; check that their VMs are gone.</source>
        <translation>Vertrauliche Pods löschen, solange der Adaptor läuft; prüfen, dass ihre VMs weg sind.</translation>
    </message>
    <message>
        <source>Trusted profile %1 has the rights it needs.</source>
        <translation>Trusted Profile %1 hat die nötigen Rechte.</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::Desk</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>A run is under way. Stop it first, then change what is wanted.</source>
        <translation>Ein Lauf ist im Gang. Erst anhalten, dann die Wünsche ändern.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>%1 lässt sich nicht schreiben: %2.</translation>
    </message>
    <message>
        <source>The Lease that keeps two desks apart could not be taken: %1</source>
        <translation>Die Lease, die zwei Arbeitsplätze auseinanderhält, konnte nicht genommen werden: %1</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::ImageStep</name>
    <message>
        <source>Peer pod image</source>
        <translation>Peer-Pod-Image</translation>
    </message>
    <message>
        <source>No cluster, no region to look for images in.</source>
        <translation>Kein Cluster, keine Region, um Images zu suchen.</translation>
    </message>
    <message>
        <source>The image name is allowed</source>
        <translation>Der Image-Name ist erlaubt</translation>
    </message>
    <message>
        <source>VPC takes lower case letters, digits and hyphens, up to 63, not starting with ibm-.</source>
        <translation>VPC erlaubt Kleinbuchstaben, Ziffern und Bindestriche, höchstens 63, nicht mit ibm- am Anfang.</translation>
    </message>
    <message>
        <source>Choose another image.name in the Intent.</source>
        <translation>Im Intent einen anderen image.name wählen.</translation>
    </message>
    <message>
        <source>IBM's image is validated with operator %1</source>
        <translation>Das Image von IBM ist mit Operator %1 validiert</translation>
    </message>
    <message>
        <source>validated: %1</source>
        <translation>validiert: %1</translation>
    </message>
    <message>
        <source>Guest and operator must speak the same protocol.</source>
        <translation>Gast und Operator müssen dasselbe Protokoll sprechen.</translation>
    </message>
    <message>
        <source>Use operator %1, or an image made for this version.</source>
        <translation>Operator %1 verwenden oder ein Image für diese Version.</translation>
    </message>
    <message>
        <source>The image supports OpenShift %1</source>
        <translation>Das Image unterstützt OpenShift %1</translation>
    </message>
    <message>
        <source>validated with: %1</source>
        <translation>validiert mit: %1</translation>
    </message>
    <message>
        <source>Other versions may work; nobody has said so.</source>
        <translation>Andere Versionen können funktionieren; niemand hat es zugesagt.</translation>
    </message>
    <message>
        <source>Use a cluster of a validated version for production.</source>
        <translation>In der Produktion einen Cluster einer validierten Version verwenden.</translation>
    </message>
    <message>
        <source>The image exists in %1</source>
        <translation>Das Image existiert in %1</translation>
    </message>
    <message>
        <source>%1 (%2), sha256 %3</source>
        <translation>%1 (%2), sha256 %3</translation>
    </message>
    <message>
        <source>VMs can be made from it</source>
        <translation>VMs lassen sich daraus erstellen</translation>
    </message>
    <message>
        <source>The image is deprecated</source>
        <translation>Das Image ist veraltet (deprecated)</translation>
    </message>
    <message>
        <source>It may be made obsolete soon.</source>
        <translation>Es wird vielleicht bald unbrauchbar (obsolete).</translation>
    </message>
    <message>
        <source>Import the current build and name it in the Intent.</source>
        <translation>Den aktuellen Build importieren und im Intent nennen.</translation>
    </message>
    <message>
        <source>image %1 to become available</source>
        <translation>die Verfügbarkeit von Image %1</translation>
    </message>
    <message>
        <source>No VM can be made from image %1</source>
        <translation>Aus Image %1 lässt sich keine VM erstellen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The import failed or the image was withdrawn.</source>
        <translation>Der Import schlug fehl, oder das Image wurde zurückgezogen.</translation>
    </message>
    <message>
        <source>Check the authorization of VPC for object storage and image.source; delete this image, or choose another image.name.</source>
        <translation>Die Berechtigung von VPC für Object Storage und image.source prüfen; dieses Image löschen oder einen anderen image.name wählen.</translation>
    </message>
    <message>
        <source>Its operating system is %1</source>
        <translation>Sein Betriebssystem ist %1</translation>
    </message>
    <message>
        <source>Licence and user data format follow from it.</source>
        <translation>Davon hängen Lizenz und Format der User Data ab.</translation>
    </message>
    <message>
        <source>Import it again with the right operating system.</source>
        <translation>Mit dem richtigen Betriebssystem neu importieren.</translation>
    </message>
    <message>
        <source>There is no image %1 in %2</source>
        <translation>Es gibt kein Image %1 in %2</translation>
    </message>
    <message>
        <source>images are regional</source>
        <translation>Images sind regional</translation>
    </message>
    <message>
        <source>The adaptor skips an image it cannot find and does not start.</source>
        <translation>Der Adaptor übergeht ein Image, das er nicht findet, und startet nicht.</translation>
    </message>
    <message>
        <source>Import it in %1, or leave image.id empty.</source>
        <translation>In %1 importieren oder image.id leer lassen.</translation>
    </message>
    <message>
        <source>Import image %1 in %2</source>
        <translation>Image %1 in %2 importieren</translation>
    </message>
    <message>
        <source>Confidential VMs start from it; images are regional.</source>
        <translation>Vertrauliche VMs starten daraus; Images sind regional.</translation>
    </message>
    <message>
        <source>There is no pod VM image in %1 yet</source>
        <translation>In %1 gibt es noch kein Pod-VM-Image</translation>
    </message>
    <message>
        <source>It is imported from %1.</source>
        <translation>Es wird von %1 importiert.</translation>
    </message>
    <message>
        <source>Image %1 is ready.</source>
        <translation>Image %1 ist bereit.</translation>
    </message>
    <message>
        <source>Image %1 is not in every zone of the workers</source>
        <translation>Image %1 ist nicht in jeder Zone der Worker</translation>
    </message>
    <message>
        <source>in: %1; workers: %2</source>
        <translation>in: %1; Worker: %2</translation>
    </message>
    <message>
        <source>A VM starts in the zone of its worker.</source>
        <translation>Eine VM startet in der Zone ihres Workers.</translation>
    </message>
    <message>
        <source>It may still arrive. If it does not, delete the image and import it again.</source>
        <translation>Es kommt vielleicht noch an. Wenn nicht, das Image löschen und neu importieren.</translation>
    </message>
    <message numerus="yes">
        <source>The newest pod VM image is taken; %n other(s) would do</source>
        <translation>
            <numerusform>Das neueste Pod-VM-Image wird genommen; %n anderes ginge auch</numerusform>
            <numerusform>Das neueste Pod-VM-Image wird genommen; %n andere gingen auch</numerusform>
        </translation>
    </message>
    <message>
        <source>To choose another, name it in image.name or image.id of the Intent.</source>
        <translation>Ein anderes wählen Sie mit image.name oder image.id im Intent.</translation>
    </message>
    <message>
        <source>by size</source>
        <translation>nach Größe</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::IntentFinder</name>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>the kubeconfig of cluster %1, which is not handed out yet (%2)</source>
        <translation>die kubeconfig von Cluster %1, die noch nicht ausgegeben wird (%2)</translation>
    </message>
    <message>
        <source>The proposed Intent cannot be written to %1: %2.</source>
        <translation>Der vorgeschlagene Intent lässt sich nicht nach %1 schreiben: %2.</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::NodesStep</name>
    <message>
        <source>Nodes</source>
        <translation>Nodes</translation>
    </message>
    <message>
        <source>No disruption budget forbids draining now</source>
        <translation>Kein Disruption Budget verbietet jetzt das Leeren</translation>
    </message>
    <message>
        <source>A drain waits as long as a budget allows no disruption.</source>
        <translation>Das Leeren wartet, solange ein Budget keine Unterbrechung erlaubt.</translation>
    </message>
    <message>
        <source>Scale these workloads up, or relax the budget.</source>
        <translation>Diese Workloads hochskalieren oder das Budget lockern.</translation>
    </message>
    <message>
        <source>All pods on these workers would be made again elsewhere</source>
        <translation>Alle Pods auf diesen Workern würden anderswo neu angelegt</translation>
    </message>
    <message>
        <source>A pod without a controller is gone after the drain.</source>
        <translation>Ein Pod ohne Controller ist nach dem Leeren weg.</translation>
    </message>
    <message>
        <source>Save what you need of them.</source>
        <translation>Sichern, was Sie davon brauchen.</translation>
    </message>
    <message>
        <source>No pod keeps data on these workers</source>
        <translation>Kein Pod hält Daten auf diesen Workern</translation>
    </message>
    <message>
        <source>emptyDir volumes are lost with the drain.</source>
        <translation>emptyDir-Volumes gehen beim Leeren verloren.</translation>
    </message>
    <message>
        <source>Worker %1: nothing installed</source>
        <translation>Worker %1: nichts installiert</translation>
    </message>
    <message>
        <source>Worker %1: %2</source>
        <translation>Worker %1: %2</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>not Ready</source>
        <translation>nicht Ready</translation>
    </message>
    <message>
        <source>Worker %1 is cordoned, not by Cocoon</source>
        <translation>Worker %1 ist gesperrt, nicht von Cocoon</translation>
    </message>
    <message>
        <source>No confidential pod will start on it.</source>
        <translation>Kein vertraulicher Pod startet darauf.</translation>
    </message>
    <message>
        <source>Uncordon it when the work on it is done.</source>
        <translation>Nach Ende der Arbeiten entsperren.</translation>
    </message>
    <message>
        <source>Kata is being removed from worker %1</source>
        <translation>Kata wird von Worker %1 entfernt</translation>
    </message>
    <message>
        <source>Installing and removing at once cannot end well.</source>
        <translation>Gleichzeitig installieren und entfernen kann nicht gut gehen.</translation>
    </message>
    <message>
        <source>Finish the removal first.</source>
        <translation>Erst den Abbau beenden.</translation>
    </message>
    <message>
        <source>Kata on worker %1</source>
        <translation>Kata auf Worker %1</translation>
    </message>
    <message>
        <source>Each of the %1 workers will be drained and rebooted once</source>
        <translation>Jeder der %1 Worker wird einmal geleert und neu gestartet</translation>
    </message>
    <message>
        <source>One at a time; with proof by boot id.</source>
        <translation>Einer nach dem anderen; mit Beweis durch die Boot-ID.</translation>
    </message>
    <message numerus="yes">
        <source>Kata is installed on %n worker(s).</source>
        <translation>
            <numerusform>Kata ist auf %n Worker installiert.</numerusform>
            <numerusform>Kata ist auf %n Workern installiert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::setup::OperatorStep</name>
    <message>
        <source>Sandboxed containers operator</source>
        <translation>Operator für Sandboxed Containers</translation>
    </message>
    <message>
        <source>The operator's namespace is not being removed</source>
        <translation>Der Namespace des Operators wird nicht entfernt</translation>
    </message>
    <message>
        <source>Nothing can be created in a namespace that is going away; PeerPods may hold it (TS-29).</source>
        <translation>In einem Namespace, der verschwindet, lässt sich nichts anlegen; vielleicht halten ihn PeerPods fest (TS-29).</translation>
    </message>
    <message>
        <source>Finish the removal first.</source>
        <translation>Erst den Abbau beenden.</translation>
    </message>
    <message>
        <source>The operator, its settings and the adaptor live here.</source>
        <translation>Hier wohnen der Operator, seine Einstellungen und der Adaptor.</translation>
    </message>
    <message>
        <source>There is not more than one OperatorGroup</source>
        <translation>Es gibt nicht mehr als eine OperatorGroup</translation>
    </message>
    <message numerus="yes">
        <source>%n OperatorGroup(s) in the namespace</source>
        <translation>
            <numerusform>%n OperatorGroup im Namespace</numerusform>
            <numerusform>%n OperatorGroups im Namespace</numerusform>
        </translation>
    </message>
    <message>
        <source>OLM installs nothing in a namespace with two.</source>
        <translation>OLM installiert nichts in einem Namespace mit zweien.</translation>
    </message>
    <message>
        <source>Delete the one that is not needed.</source>
        <translation>Die nicht benötigte löschen.</translation>
    </message>
    <message>
        <source>It tells OLM which namespace the operator watches.</source>
        <translation>Sie sagt OLM, welchen Namespace der Operator beobachtet.</translation>
    </message>
    <message>
        <source>The OperatorGroup targets the operator's namespace</source>
        <translation>Die OperatorGroup gilt dem Namespace des Operators</translation>
    </message>
    <message>
        <source>The operator supports its own namespace only (UnsupportedOperatorGroup).</source>
        <translation>Der Operator unterstützt nur seinen eigenen Namespace (UnsupportedOperatorGroup).</translation>
    </message>
    <message>
        <source>Set its spec.targetNamespaces to this one namespace.</source>
        <translation>Ihre spec.targetNamespaces auf diesen einen Namespace setzen.</translation>
    </message>
    <message>
        <source>A Subscription exists</source>
        <translation>Eine Subscription existiert</translation>
    </message>
    <message>
        <source>%1, channel %2, %3</source>
        <translation>%1, Kanal %2, %3</translation>
    </message>
    <message>
        <source>OLM cannot install the operator yet</source>
        <translation>OLM kann den Operator noch nicht installieren</translation>
    </message>
    <message>
        <source>Look at the Subscription and the catalog.</source>
        <translation>Die Subscription und den Katalog ansehen.</translation>
    </message>
    <message>
        <source>OLM installs version %1 and, by Manual approval, stays there.</source>
        <translation>OLM installiert Version %1 und bleibt dank Manual-Genehmigung dabei.</translation>
    </message>
    <message>
        <source>Approve the InstallPlan of %1</source>
        <translation>InstallPlan von %1 genehmigen</translation>
    </message>
    <message>
        <source>Only the plan that names this version is approved; later ones stay as they are.</source>
        <translation>Nur der Plan, der diese Version nennt, wird genehmigt; spätere bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>OLM's InstallPlan is for another version</source>
        <translation>Der InstallPlan von OLM gilt einer anderen Version</translation>
    </message>
    <message>
        <source>It was not made for version %1 and is not approved.</source>
        <translation>Er wurde nicht für Version %1 angelegt und wird nicht genehmigt.</translation>
    </message>
    <message>
        <source>Set operator.version in the Intent to that version, or recreate the Subscription with startingCSV %1.</source>
        <translation>operator.version im Intent auf diese Version setzen oder die Subscription mit startingCSV %1 neu anlegen.</translation>
    </message>
    <message>
        <source>OLM to install operator %1</source>
        <translation>die Installation von Operator %1 durch OLM</translation>
    </message>
    <message>
        <source>Version %1 is installed</source>
        <translation>Version %1 ist installiert</translation>
    </message>
    <message>
        <source>installed: %1</source>
        <translation>installiert: %1</translation>
    </message>
    <message>
        <source>Annotation, security group key, guest policy and trustee protocol differ between versions; the facts of %1 are used.</source>
        <translation>Annotation, Schlüssel der Sicherheitsgruppe, Gast-Richtlinie und Trustee-Protokoll unterscheiden sich je Version; es gelten die Angaben für %1.</translation>
    </message>
    <message>
        <source>Accept it (operator.version: %1), or reinstall pinned with Manual approval.</source>
        <translation>Übernehmen (operator.version: %1) oder mit fester Version und Manual-Genehmigung neu installieren.</translation>
    </message>
    <message>
        <source>The operator updates itself</source>
        <translation>Der Operator aktualisiert sich selbst</translation>
    </message>
    <message>
        <source>Subscription %1: installPlanApproval Automatic</source>
        <translation>Subscription %1: installPlanApproval Automatic</translation>
    </message>
    <message>
        <source>An update changes annotation names and guest policies under running workloads.</source>
        <translation>Eine Aktualisierung ändert Annotationsnamen und Gast-Richtlinien unter laufenden Workloads.</translation>
    </message>
    <message>
        <source>Set installPlanApproval to Manual.</source>
        <translation>installPlanApproval auf Manual setzen.</translation>
    </message>
    <message>
        <source>An update of the operator waits for approval and is left alone</source>
        <translation>Eine Aktualisierung des Operators wartet auf Genehmigung und wird nicht angerührt</translation>
    </message>
    <message>
        <source>The operator is being removed</source>
        <translation>Der Operator wird entfernt</translation>
    </message>
    <message>
        <source>Its removal waits for the KataConfig.</source>
        <translation>Sein Abbau wartet auf die KataConfig.</translation>
    </message>
    <message>
        <source>The operator's installation failed</source>
        <translation>Die Installation des Operators schlug fehl</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Its Deployment did not become available.</source>
        <translation>Sein Deployment wurde nicht verfügbar.</translation>
    </message>
    <message>
        <source>Look at the pod controller-manager: image pull, resources, crash.</source>
        <translation>Den Pod controller-manager ansehen: Image-Pull, Ressourcen, Absturz.</translation>
    </message>
    <message>
        <source>operator %1 to be installed</source>
        <translation>die Installation von Operator %1</translation>
    </message>
    <message>
        <source>the operator's controller-manager</source>
        <translation>das Anlaufen des controller-manager des Operators</translation>
    </message>
    <message>
        <source>The operator runs</source>
        <translation>Der Operator läuft</translation>
    </message>
    <message>
        <source>Operator %1 is installed.</source>
        <translation>Operator %1 ist installiert.</translation>
    </message>
    <message>
        <source>Version %1 will be installed and kept, whatever the head of the channel is</source>
        <translation>Version %1 wird installiert und beibehalten, was auch immer die neueste im Kanal ist</translation>
    </message>
    <message>
        <source>Version %1 will be installed, then whatever becomes the head of the channel</source>
        <translation>Version %1 wird installiert, danach jede, die zur neuesten im Kanal wird</translation>
    </message>
    <message>
        <source>all fields are stated by their sources</source>
        <translation>alle Felder sind durch ihre Quellen belegt</translation>
    </message>
    <message>
        <source>not stated outright by any source: %1</source>
        <translation>von keiner Quelle ausdrücklich belegt: %1</translation>
    </message>
    <message>
        <source>Operator %1 is not known to Cocoon; it is treated as %2</source>
        <translation>Operator %1 ist Cocoon nicht bekannt; er wird wie %2 behandelt</translation>
    </message>
    <message>
        <source>Read in the notes of that version what differs.</source>
        <translation>Lesen Sie in den Hinweisen zu dieser Version, was anders ist.</translation>
    </message>
    <message>
        <source>Not everything about operator %1 is public</source>
        <translation>Nicht alles über Operator %1 ist öffentlich</translation>
    </message>
    <message>
        <source>What is done is right in either case.</source>
        <translation>Was getan wird, ist in beiden Fällen richtig.</translation>
    </message>
    <message>
        <source>whether guests forbid exec</source>
        <translation>ob Gäste exec verbieten</translation>
    </message>
    <message>
        <source>the version of the key broker's protocol</source>
        <translation>die Protokollversion des Key Brokers</translation>
    </message>
    <message>
        <source>whether new settings restart the adaptor</source>
        <translation>ob neue Einstellungen den Adaptor neu starten</translation>
    </message>
    <message>
        <source>the installer's service account</source>
        <translation>das Service-Konto des Installers</translation>
    </message>
    <message>
        <source>how the installer's settings reach the workers</source>
        <translation>wie die Einstellungen des Installers zu den Workern gelangen</translation>
    </message>
    <message>
        <source>which setting names the security group</source>
        <translation>welche Einstellung die Sicherheitsgruppe nennt</translation>
    </message>
    <message>
        <source>after OLM made its InstallPlan</source>
        <translation>nachdem OLM seinen InstallPlan erstellt hat</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::PrerequisitesStep</name>
    <message>
        <source>Prerequisites</source>
        <translation>Voraussetzungen</translation>
    </message>
    <message>
        <source>The operator is installed already; the catalog is not needed</source>
        <translation>Der Operator ist schon installiert; der Katalog wird nicht gebraucht</translation>
    </message>
    <message>
        <source>The cluster is ready.</source>
        <translation>Der Cluster ist bereit.</translation>
    </message>
    <message>
        <source>OperatorHub offers the default catalogs</source>
        <translation>OperatorHub bietet die Standardkataloge an</translation>
    </message>
    <message>
        <source>OperatorHub is off</source>
        <translation>OperatorHub ist aus</translation>
    </message>
    <message>
        <source>spec.disableAllDefaultSources: true</source>
        <translation>spec.disableAllDefaultSources: true</translation>
    </message>
    <message>
        <source>It is switched on; clusters made from 4.15 on start without it.</source>
        <translation>Er wird eingeschaltet; Cluster ab 4.15 beginnen ohne ihn.</translation>
    </message>
    <message>
        <source>Enable OperatorHub</source>
        <translation>OperatorHub einschalten</translation>
    </message>
    <message>
        <source>The operator comes from the catalog %1.</source>
        <translation>Der Operator kommt aus dem Katalog %1.</translation>
    </message>
    <message>
        <source>The catalog %1 is ready</source>
        <translation>Der Katalog %1 ist bereit</translation>
    </message>
    <message>
        <source>the package to appear in the catalog</source>
        <translation>das Erscheinen des Pakets im Katalog</translation>
    </message>
    <message>
        <source>The catalog %1 is not ready yet</source>
        <translation>Der Katalog %1 ist noch nicht bereit</translation>
    </message>
    <message>
        <source>no CatalogSource</source>
        <translation>keine CatalogSource</translation>
    </message>
    <message>
        <source>the catalog %1</source>
        <translation>die Bereitschaft des Katalogs %1</translation>
    </message>
    <message>
        <source>The cluster is ready for the operator.</source>
        <translation>Der Cluster ist bereit für den Operator.</translation>
    </message>
    <message>
        <source>when the catalog cannot be pulled</source>
        <translation>wenn sich der Katalog nicht laden lässt</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::Reboot</name>
    <message>
        <source>Cordon worker %1</source>
        <translation>Worker %1 sperren</translation>
    </message>
    <message>
        <source>Nothing new is to start on it before its reboot; who cordoned it and its boot id are noted on the node.</source>
        <translation>Vor dem Neustart soll nichts Neues darauf starten; wer ihn gesperrt hat und seine Boot-ID werden am Node vermerkt.</translation>
    </message>
    <message>
        <source>after the worker is drained</source>
        <translation>sobald der Worker geleert ist</translation>
    </message>
    <message>
        <source>after the reboot</source>
        <translation>nach dem Neustart</translation>
    </message>
    <message>
        <source>The service does not reboot worker %1 by this call</source>
        <translation>Der Dienst startet Worker %1 mit diesem Aufruf nicht neu</translation>
    </message>
    <message>
        <source>It is drained and waits for its reboot.</source>
        <translation>Er ist geleert und wartet auf seinen Neustart.</translation>
    </message>
    <message>
        <source>worker %1 to come back from its reboot</source>
        <translation>die Rückkehr von Worker %1 nach dem Neustart</translation>
    </message>
    <message>
        <source>Reboot worker %1</source>
        <translation>Worker %1 neu starten</translation>
    </message>
    <message>
        <source>Kata's packages become active with a reboot; data kept only on the worker may be lost.</source>
        <translation>Die Pakete von Kata werden mit einem Neustart aktiv; Daten, die nur auf dem Worker liegen, können verloren gehen.</translation>
    </message>
    <message>
        <source>Uncordon worker %1</source>
        <translation>Worker %1 entsperren</translation>
    </message>
    <message>
        <source>Forget the reboot of worker %1</source>
        <translation>Vermerk zum Neustart von Worker %1 löschen</translation>
    </message>
    <message>
        <source>It is back and takes work again.</source>
        <translation>Er ist zurück und nimmt wieder Arbeit an.</translation>
    </message>
    <message>
        <source>It stays cordoned: somebody else cordoned it.</source>
        <translation>Er bleibt gesperrt: Jemand anderes hat ihn gesperrt.</translation>
    </message>
    <message>
        <source>pods to leave worker %1</source>
        <translation>das Verschwinden der Pods von Worker %1</translation>
    </message>
    <message>
        <source>Worker %1 has rebooted</source>
        <translation>Worker %1 ist neu gestartet</translation>
    </message>
    <message>
        <source>boot id %1, before %2</source>
        <translation>Boot-ID %1, zuvor %2</translation>
    </message>
    <message>
        <source>worker %1 to be Ready</source>
        <translation>den Zustand Ready von Worker %1</translation>
    </message>
    <message>
        <source>after the worker is Ready</source>
        <translation>sobald der Worker Ready ist</translation>
    </message>
    <message>
        <source>the installer on worker %1 to notice the reboot</source>
        <translation>die Reaktion des Installers auf den Neustart von Worker %1</translation>
    </message>
    <message>
        <source>after the label moved on</source>
        <translation>sobald das Label weiter ist</translation>
    </message>
    <message>
        <source>worker %1, which is not Ready</source>
        <translation>Worker %1, der nicht Ready ist</translation>
    </message>
    <message>
        <source>after worker %1</source>
        <translation>nach Worker %1</translation>
    </message>
    <message>
        <source>when its label says waiting_for_reboot</source>
        <translation>wenn sein Label waiting_for_reboot lautet</translation>
    </message>
    <message>
        <source>Allow the reboot from inside (reboot-from-inside), or reboot it by hand: %1</source>
        <translation>Den Neustart von innen erlauben (reboot-from-inside) oder von Hand neu starten: %1</translation>
    </message>
    <message>
        <source>Asked for; data kept only on the worker may be lost.</source>
        <translation>Angefordert; Daten, die nur auf dem Worker liegen, können verloren gehen.</translation>
    </message>
    <message>
        <source>The pod that was to reboot worker %1 failed</source>
        <translation>Der Pod, der Worker %1 neu starten sollte, ist gescheitert</translation>
    </message>
    <message>
        <source>The worker is drained and waits for its reboot.</source>
        <translation>Der Worker ist geleert und wartet auf seinen Neustart.</translation>
    </message>
    <message>
        <source>Read its log, delete the pod %1 to have it tried again, or reboot the worker by hand.</source>
        <translation>Sein Log lesen, den Pod %1 für einen neuen Versuch löschen oder den Worker von Hand neu starten.</translation>
    </message>
    <message>
        <source>the pod that rebooted worker %1 to go</source>
        <translation>das Verschwinden des Pods, der Worker %1 neu gestartet hat</translation>
    </message>
    <message>
        <source>It has done its work; nothing privileged stays behind.</source>
        <translation>Er hat seine Arbeit getan; nichts Privilegiertes bleibt zurück.</translation>
    </message>
    <message>
        <source>after the pod that rebooted it is gone</source>
        <translation>sobald der Pod, der ihn neu gestartet hat, weg ist</translation>
    </message>
    <message>
        <source>after all other workers</source>
        <translation>nach allen anderen Workern</translation>
    </message>
    <message>
        <source>Worker %1 ignores the request to reboot</source>
        <translation>Worker %1 übergeht die Aufforderung zum Neustart</translation>
    </message>
    <message>
        <source>It is drained and waits for its reboot; asking again would not help.</source>
        <translation>Er ist geleert und wartet auf seinen Neustart; noch einmal zu bitten hülfe nicht.</translation>
    </message>
    <message>
        <source>Reboot it as by its power switch: %1</source>
        <translation>Starten Sie ihn wie am Netzschalter neu: %1</translation>
    </message>
    <message>
        <source>Empty worker %1 before its reboot.</source>
        <translation>Worker %1 vor seinem Neustart leeren.</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::Right</name>
    <message>
        <source>%1 %2 in %3</source>
        <translation>%1 %2 in %3</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::SshKeyStep</name>
    <message>
        <source>SSH key (optional)</source>
        <translation>SSH-Schlüssel (optional)</translation>
    </message>
    <message>
        <source>No SSH key is wanted in the VMs.</source>
        <translation>In den VMs ist kein SSH-Schlüssel gewünscht.</translation>
    </message>
    <message>
        <source>Whoever holds this key can log in to the VMs</source>
        <translation>Wer diesen Schlüssel hat, kann sich an den VMs anmelden</translation>
    </message>
    <message>
        <source>Leave sshKey.name empty in production. Hardened images have SSH off.</source>
        <translation>In der Produktion sshKey.name leer lassen. In gehärteten Images ist SSH aus.</translation>
    </message>
    <message>
        <source>The SSH key exists in %1</source>
        <translation>Der SSH-Schlüssel existiert in %1</translation>
    </message>
    <message>
        <source>SSH key %1 is there.</source>
        <translation>SSH-Schlüssel %1 ist vorhanden.</translation>
    </message>
    <message>
        <source>There is no SSH key %1 in %2</source>
        <translation>Es gibt keinen SSH-Schlüssel %1 in %2</translation>
    </message>
    <message>
        <source>Nothing to import was given.</source>
        <translation>Es wurde nichts zum Importieren angegeben.</translation>
    </message>
    <message>
        <source>Name the public key in sshKey.publicKeyFile, or leave sshKey.name empty.</source>
        <translation>Den öffentlichen Schlüssel in sshKey.publicKeyFile nennen oder sshKey.name leer lassen.</translation>
    </message>
    <message>
        <source>Import SSH key %1 in %2</source>
        <translation>SSH-Schlüssel %1 in %2 importieren</translation>
    </message>
    <message>
        <source>The Intent wants it in the VMs.</source>
        <translation>Der Intent will ihn in den VMs.</translation>
    </message>
    <message>
        <source>no key at all</source>
        <translation>gar kein Schlüssel</translation>
    </message>
    <message>
        <source>keys there: %1</source>
        <translation>Schlüssel dort: %1</translation>
    </message>
    <message>
        <source>Remove IBMCLOUD_SSH_KEY_ID from %1 in production, and restart the adaptor.</source>
        <translation>In Produktion IBMCLOUD_SSH_KEY_ID aus %1 entfernen und den Adaptor neu starten.</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::TrustStep</name>
    <message>
        <source>Trust authority and INITDATA</source>
        <translation>Vertrauensinstanz und INITDATA</translation>
    </message>
    <message>
        <source>No trustee is wanted; nothing can be attested.</source>
        <translation>Kein Trustee ist gewünscht; nichts lässt sich attestieren.</translation>
    </message>
    <message>
        <source>No trustee is named</source>
        <translation>Kein Trustee ist angegeben</translation>
    </message>
    <message>
        <source>Without one a VM proves nothing to anybody.</source>
        <translation>Ohne einen beweist eine VM niemandem etwas.</translation>
    </message>
    <message>
        <source>The VMs do not know a trustee yet</source>
        <translation>Die VMs kennen noch keinen Trustee</translation>
    </message>
    <message>
        <source>INITDATA is written into %1.</source>
        <translation>INITDATA wird in %1 geschrieben.</translation>
    </message>
    <message>
        <source>INITDATA cannot be read</source>
        <translation>INITDATA ist nicht lesbar</translation>
    </message>
    <message>
        <source>The adaptor does not start with it.</source>
        <translation>Der Adaptor startet damit nicht.</translation>
    </message>
    <message>
        <source>It is replaced.</source>
        <translation>Es wird ersetzt.</translation>
    </message>
    <message>
        <source>INITDATA can be read</source>
        <translation>INITDATA ist lesbar</translation>
    </message>
    <message>
        <source>The guest would stumble over it silently.</source>
        <translation>Der Gast würde lautlos darüber stolpern.</translation>
    </message>
    <message>
        <source>INITDATA names the trustee</source>
        <translation>INITDATA nennt den Trustee</translation>
    </message>
    <message>
        <source>The VMs would attest to another one.</source>
        <translation>Die VMs würden sich bei einem anderen attestieren.</translation>
    </message>
    <message>
        <source>INITDATA is not what the Intent wants</source>
        <translation>INITDATA ist nicht, was der Intent will</translation>
    </message>
    <message>
        <source>another certificate</source>
        <translation>ein anderes Zertifikat</translation>
    </message>
    <message>
        <source>New VMs would be given the old document.</source>
        <translation>Neue VMs bekämen das alte Dokument.</translation>
    </message>
    <message>
        <source>Write INITDATA for %1</source>
        <translation>INITDATA für %1 schreiben</translation>
    </message>
    <message>
        <source>It tells every new VM which trustee to attest to.</source>
        <translation>Es sagt jeder neuen VM, bei welchem Trustee sie sich attestiert.</translation>
    </message>
    <message>
        <source>It tells every new VM which trustee to attest to, and to trust the certificate %1.</source>
        <translation>Es sagt jeder neuen VM, bei welchem Trustee sie sich attestiert und dass sie dem Zertifikat %1 vertraut.</translation>
    </message>
    <message>
        <source>after peer-pods-cm exists</source>
        <translation>sobald peer-pods-cm existiert</translation>
    </message>
    <message>
        <source>VMs attest to %1.</source>
        <translation>VMs attestieren sich bei %1.</translation>
    </message>
    <message>
        <source>%1 is not set</source>
        <translation>%1 ist nicht gesetzt</translation>
    </message>
    <message>
        <source>Name its address (trust.url in the Intent), or go on without one (trust.skip).</source>
        <translation>Nennen Sie seine Adresse (trust.url im Intent), oder machen Sie ohne weiter (trust.skip).</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::WorkloadStep</name>
    <message>
        <source>Workload</source>
        <translation>Workload</translation>
    </message>
    <message>
        <source>No cluster yet.</source>
        <translation>Noch kein Cluster.</translation>
    </message>
    <message>
        <source>No test workload is wanted.</source>
        <translation>Keine Test-Workload ist gewünscht.</translation>
    </message>
    <message>
        <source>Guests of operator %1 forbid exec by default</source>
        <translation>Gäste von Operator %1 verbieten exec standardmäßig</translation>
    </message>
    <message>
        <source>A VM %1 costs about %2 USD an hour</source>
        <translation>Eine VM %1 kostet etwa %2 USD pro Stunde</translation>
    </message>
    <message>
        <source>list price of %1</source>
        <translation>Listenpreis von %1</translation>
    </message>
    <message>
        <source>It runs as long as its pod.</source>
        <translation>Sie läuft so lange wie ihr Pod.</translation>
    </message>
    <message>
        <source>A first confidential pod shows that everything works together.</source>
        <translation>Ein erster vertraulicher Pod zeigt, dass alles zusammen funktioniert.</translation>
    </message>
    <message>
        <source>list price of %1, while the pod runs</source>
        <translation>Listenpreis von %1, solange der Pod läuft</translation>
    </message>
    <message>
        <source>after the pod is Ready</source>
        <translation>sobald der Pod Ready ist</translation>
    </message>
    <message>
        <source>Pod %1/%2 is a confidential pod</source>
        <translation>Pod %1/%2 ist ein vertraulicher Pod</translation>
    </message>
    <message>
        <source>A pod of this name exists and is something else.</source>
        <translation>Ein Pod dieses Namens existiert und ist etwas anderes.</translation>
    </message>
    <message>
        <source>Choose another workload.name.</source>
        <translation>Einen anderen workload.name wählen.</translation>
    </message>
    <message>
        <source>The pod has no INITDATA annotation of another version</source>
        <translation>Der Pod hat keine INITDATA-Annotation einer anderen Version</translation>
    </message>
    <message>
        <source>It is ignored or refused by this version.</source>
        <translation>Diese Version ignoriert sie oder lehnt sie ab.</translation>
    </message>
    <message>
        <source>Use %1.</source>
        <translation>%1 verwenden.</translation>
    </message>
    <message>
        <source>pod %1 to be gone</source>
        <translation>das Verschwinden von Pod %1</translation>
    </message>
    <message>
        <source>Pod %1/%2 has ended</source>
        <translation>Pod %1/%2 ist beendet</translation>
    </message>
    <message>
        <source>A pod that has ended proves nothing.</source>
        <translation>Ein beendeter Pod beweist nichts.</translation>
    </message>
    <message>
        <source>Delete it and apply again.</source>
        <translation>Löschen und erneut anwenden.</translation>
    </message>
    <message>
        <source>pod %1/%2 to be Ready</source>
        <translation>den Zustand Ready von Pod %1/%2</translation>
    </message>
    <message>
        <source>Pod %1/%2 is Ready</source>
        <translation>Pod %1/%2 ist Ready</translation>
    </message>
    <message>
        <source>Pod %1/%2 runs in a confidential VM.</source>
        <translation>Pod %1/%2 läuft in einer vertraulichen VM.</translation>
    </message>
    <message>
        <source>Where it does, attestation is proven another way: a workload that fetches the resource itself, or INITDATA with a policy of your own.</source>
        <translation>Wo sie es tut, wird die Attestierung anders bewiesen: durch eine Workload, die die Ressource selbst holt, oder durch INITDATA mit einer eigenen Richtlinie.</translation>
    </message>
    <message>
        <source>%1 is not set</source>
        <translation>%1 ist nicht gesetzt</translation>
    </message>
    <message>
        <source>A pod may bring INITDATA of its own</source>
        <translation>Ein Pod darf eigene INITDATA mitbringen</translation>
    </message>
    <message>
        <source>Not needed here: the cluster's value serves. Operator %1 reads this annotation, and not %2.</source>
        <translation>Hier nicht nötig: Der Wert des Clusters genügt. Operator %1 liest diese Annotation, nicht %2.</translation>
    </message>
    <message>
        <source>price not known, while the pod runs</source>
        <translation>Preis unbekannt, solange der Pod läuft</translation>
    </message>
</context>
<context>
    <name>cocoon::ui</name>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect: which cluster, which account</source>
        <translation>Verbinden: welcher Cluster, welches Konto</translation>
    </message>
    <message>
        <source>Everything that follows is read from this cluster and this account, never from memory. Cocoon checks that both answer, that they belong together, and what your credential may do.</source>
        <translation>Alles Weitere wird aus diesem Cluster und diesem Konto gelesen, nie aus dem Gedächtnis. Cocoon prüft, ob beide antworten, ob sie zusammengehören und was Ihre Zugangsdaten dürfen.</translation>
    </message>
    <message>
        <source>Prerequisites</source>
        <translation>Voraussetzungen</translation>
    </message>
    <message>
        <source>Prerequisites: can this cluster carry confidential pods?</source>
        <translation>Voraussetzungen: Kann dieser Cluster vertrauliche Pods tragen?</translation>
    </message>
    <message>
        <source>Confidential VMs need Intel TDX, which only some regions and profiles have, and workers that the installer understands. All checks run before the first change, so that nothing is found out half-way.</source>
        <translation>Vertrauliche VMs brauchen Intel TDX, das nur manche Regionen und Profile haben, und Worker, mit denen der Installer umgehen kann. Alle Prüfungen laufen vor der ersten Änderung, damit sich nichts erst auf halbem Weg zeigt.</translation>
    </message>
    <message>
        <source>1 · Operator</source>
        <translation>1 · Operator</translation>
    </message>
    <message>
        <source>Operator: install OpenShift sandboxed containers</source>
        <translation>Operator: OpenShift Sandboxed Containers installieren</translation>
    </message>
    <message>
        <source>The operator puts Kata on the workers and keeps it there. Cocoon installs the version IBM's image was validated with and asks OLM for manual approval, so that no update arrives on its own.</source>
        <translation>Der Operator bringt Kata auf die Worker und hält es dort. Cocoon installiert die Version, mit der das Image von IBM validiert wurde, und stellt OLM auf manuelle Genehmigung, damit keine Aktualisierung von selbst kommt.</translation>
    </message>
    <message>
        <source>Step 1: Installing the operator</source>
        <translation>Schritt 1: Operator installieren</translation>
    </message>
    <message>
        <source>2 · Command-line access</source>
        <translation>2 · Befehlszeile</translation>
    </message>
    <message>
        <source>Command-line access: nothing to set up here</source>
        <translation>Befehlszeile: Hier ist nichts einzurichten</translation>
    </message>
    <message>
        <source>The guide's second step installs five command-line tools and logs in with each. Cocoon talks to the same interfaces itself. If you want to look around with your own oc or kubectl, take the kubeconfig with you.</source>
        <translation>Der zweite Schritt der Anleitung installiert fünf Befehlszeilenwerkzeuge und meldet sich mit jedem an. Cocoon spricht selbst mit denselben Schnittstellen. Wenn Sie sich mit Ihrem eigenen oc oder kubectl umsehen möchten, nehmen Sie die kubeconfig mit.</translation>
    </message>
    <message>
        <source>Step 2: Setting up the CLI</source>
        <translation>Schritt 2: CLI einrichten</translation>
    </message>
    <message>
        <source>3 · Peer pod image</source>
        <translation>3 · Peer-Pod-Image</translation>
    </message>
    <message>
        <source>Peer pod image: what a confidential VM starts from</source>
        <translation>Peer-Pod-Image: woraus eine vertrauliche VM startet</translation>
    </message>
    <message>
        <source>Each confidential pod runs in a VM of its own, made from an image in your region. IBM publishes one in object storage; it is imported once and then serves every pod.</source>
        <translation>Jeder vertrauliche Pod läuft in einer eigenen VM, erstellt aus einem Image in Ihrer Region. IBM veröffentlicht eines im Object Storage; es wird einmal importiert und dient dann jedem Pod.</translation>
    </message>
    <message>
        <source>Step 3: Importing the peer pod image</source>
        <translation>Schritt 3: Peer-Pod-Image importieren</translation>
    </message>
    <message>
        <source>4 · Credential</source>
        <translation>4 · Zugangsdaten</translation>
    </message>
    <message>
        <source>Credential: who may create the VMs</source>
        <translation>Zugangsdaten: wer die VMs erstellen darf</translation>
    </message>
    <message>
        <source>The adaptor in your cluster creates and deletes VMs in your account and needs a right to do so. An API key is simple and works with every version; a trusted profile has no key that could leak.</source>
        <translation>Der Adaptor in Ihrem Cluster erstellt und löscht VMs in Ihrem Konto und braucht ein Recht dazu. Ein API-Schlüssel ist einfach und geht mit jeder Version; ein Trusted Profile hat keinen Schlüssel, der bekannt werden könnte.</translation>
    </message>
    <message>
        <source>Step 4: Creating an API key or trusted profile</source>
        <translation>Schritt 4: API-Schlüssel oder Trusted Profile anlegen</translation>
    </message>
    <message>
        <source>5 · SSH key</source>
        <translation>5 · SSH-Schlüssel</translation>
    </message>
    <message>
        <source>A confidential VM is closed on purpose, and the image lets nobody in. A key only helps with debug images; leave it out unless you know that you need it.</source>
        <translation>Eine vertrauliche VM ist mit Absicht verschlossen, und das Image lässt niemanden hinein. Ein Schlüssel hilft nur bei Debug-Images; lassen Sie ihn weg, außer Sie wissen, dass Sie ihn brauchen.</translation>
    </message>
    <message>
        <source>Step 5: Creating an SSH key</source>
        <translation>Schritt 5: SSH-Schlüssel anlegen</translation>
    </message>
    <message>
        <source>6 · Configuration, nodes</source>
        <translation>6 · Konfiguration, Nodes</translation>
    </message>
    <message>
        <source>Nodes: install Kata and reboot, one worker at a time</source>
        <translation>Nodes: Kata installieren und neu starten, ein Worker nach dem anderen</translation>
    </message>
    <message>
        <source>Cocoon writes the settings the adaptor needs, then the operator puts Kata on each worker, which then waits for a reboot. One worker at a time is cordoned, drained and rebooted; the boot id proves it, then the next one follows.</source>
        <translation>Cocoon schreibt die Einstellungen, die der Adaptor braucht; dann bringt der Operator Kata auf jeden Worker, der danach auf einen Neustart wartet. Ein Worker nach dem anderen wird gesperrt, geleert und neu gestartet; die Boot-ID beweist es, dann folgt der nächste.</translation>
    </message>
    <message>
        <source>Step 6: Configuring confidential containers</source>
        <translation>Schritt 6: Confidential Containers konfigurieren</translation>
    </message>
    <message>
        <source>7 · Trust authority</source>
        <translation>7 · Vertrauensinstanz</translation>
    </message>
    <message>
        <source>Trust authority: who decides whether a VM is genuine</source>
        <translation>Vertrauensinstanz: wer entscheidet, ob eine VM echt ist</translation>
    </message>
    <message>
        <source>A VM shows evidence of what it runs, and the trustee hands out secrets only to VMs that convince it. Its address travels into every VM as INITDATA, whose digest is part of the evidence.</source>
        <translation>Eine VM weist nach, was sie ausführt, und der Trustee gibt Geheimnisse nur an VMs, die ihn überzeugen. Seine Adresse gelangt mit INITDATA in jede VM; der Digest davon ist Teil des Nachweises.</translation>
    </message>
    <message>
        <source>Step 7: Configuring a trust authority</source>
        <translation>Schritt 7: Vertrauensinstanz konfigurieren</translation>
    </message>
    <message>
        <source>8 · Workload</source>
        <translation>8 · Workload</translation>
    </message>
    <message>
        <source>Workload: a first confidential pod</source>
        <translation>Workload: ein erster vertraulicher Pod</translation>
    </message>
    <message>
        <source>A small pod proves the whole way: a VM with TDX starts, the pod becomes Ready in it, and the guest gets a secret that only an attested VM gets. From this page on the account pays for a VM by the hour.</source>
        <translation>Ein kleiner Pod beweist den ganzen Weg: Eine VM mit TDX startet, der Pod wird darin Ready, und der Gast erhält ein Geheimnis, das nur eine attestierte VM erhält. Ab dieser Seite zahlt das Konto stundenweise für eine VM.</translation>
    </message>
    <message>
        <source>Step 8: Running a confidential container workload</source>
        <translation>Schritt 8: Vertrauliche Container-Workload ausführen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>%1 (protected)</source>
        <translation>%1 (geschützt)</translation>
    </message>
    <message>
        <source>Connections …</source>
        <translation>Verbindungen …</translation>
    </message>
    <message>
        <source>Close this connection</source>
        <translation>Diese Verbindung schließen</translation>
    </message>
    <message>
        <source>End the sandbox</source>
        <translation>Sandbox beenden</translation>
    </message>
    <message>
        <source>Pod %1/%2</source>
        <translation>Pod %1/%2</translation>
    </message>
    <message>
        <source>VSI %1</source>
        <translation>VSI %1</translation>
    </message>
    <message>
        <source>Catalog</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Subscription</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Kata</source>
        <translation>Kata</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Cordon</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>one at a time</source>
        <translation>nacheinander</translation>
    </message>
    <message>
        <source>Reboot</source>
        <translation>Neustart</translation>
    </message>
    <message>
        <source>new boot id</source>
        <translation>neue Boot-ID</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Object storage</source>
        <translation>Object Storage</translation>
    </message>
    <message>
        <source>import once</source>
        <translation>einmal importieren</translation>
    </message>
    <message>
        <source>Image in your region</source>
        <translation>Image in Ihrer Region</translation>
    </message>
    <message>
        <source>starts</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>A VM per pod</source>
        <translation>Eine VM pro Pod</translation>
    </message>
    <message>
        <source>Adaptor</source>
        <translation>Adaptor</translation>
    </message>
    <message>
        <source>API key or trusted profile</source>
        <translation>API-Schlüssel oder Trusted Profile</translation>
    </message>
    <message>
        <source>IAM</source>
        <translation>IAM</translation>
    </message>
    <message>
        <source>may create VMs</source>
        <translation>darf VMs erstellen</translation>
    </message>
    <message>
        <source>VPC</source>
        <translation>VPC</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>VM</translation>
    </message>
    <message>
        <source>evidence</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Trustee</source>
        <translation>Trustee</translation>
    </message>
    <message>
        <source>secrets</source>
        <translation>Geheimnisse</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>peer pod</source>
        <translation>Peer-Pod</translation>
    </message>
    <message>
        <source>TDX VM</source>
        <translation>TDX-VM</translation>
    </message>
    <message>
        <source>attests</source>
        <translation>attestiert sich</translation>
    </message>
    <message>
        <source>Secret in the guest</source>
        <translation>Geheimnis im Gast</translation>
    </message>
    <message>
        <source>A run is under way</source>
        <translation>Ein Lauf ist im Gang</translation>
    </message>
    <message>
        <source>A run is under way. What was sent goes on in the cluster and the cloud; nothing new is sent when Cocoon leaves.</source>
        <translation>Ein Lauf ist im Gang. Was gesendet ist, geht im Cluster und in der Cloud weiter; nichts Neues wird gesendet, wenn Cocoon geht.</translation>
    </message>
    <message>
        <source>Open it again at any time: Cocoon goes on from what is really there.</source>
        <translation>Wieder öffnen geht jederzeit: Cocoon setzt bei dem an, was wirklich da ist.</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>SSH key (optional): only for looking into a VM while debugging</source>
        <translation>SSH-Schlüssel (optional): nur, um beim Debuggen in eine VM zu sehen</translation>
    </message>
    <message>
        <source>Keep running in the background</source>
        <translation>Im Hintergrund weiterlaufen</translation>
    </message>
    <message>
        <source>Close the connection</source>
        <translation>Verbindung schließen</translation>
    </message>
    <message>
        <source>Close Cocoon</source>
        <translation>Cocoon schließen</translation>
    </message>
    <message>
        <source>pods have moved</source>
        <translation>Pods sind umgezogen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ActivityPlace</name>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Filter the journal</source>
        <translation>Das Journal filtern</translation>
    </message>
    <message>
        <source>Export JSON lines …</source>
        <translation>JSON-Zeilen exportieren …</translation>
    </message>
    <message>
        <source>Export script …</source>
        <translation>Skript exportieren …</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>How the change is shown</source>
        <translation>Wie die Änderung gezeigt wird</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Nothing has been changed yet. Every change Cocoon makes is noted here before it is sent.</source>
        <translation>Noch nichts geändert. Jede Änderung von Cocoon wird hier notiert, bevor sie gesendet wird.</translation>
    </message>
    <message>
        <source>Nothing matches the filter. Esc clears it.</source>
        <translation>Nichts passt zum Filter. Esc leert ihn.</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>Noch keine Antwort.</translation>
    </message>
    <message>
        <source>Export the journal</source>
        <translation>Journal exportieren</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy what is shown of the change</source>
        <translation>Das Gezeigte der Änderung kopieren</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Words that must all be there; !word must not; /expression/ is a regular expression</source>
        <translation>Wörter, die alle vorkommen müssen; !Wort darf nicht vorkommen; /Ausdruck/ ist ein regulärer Ausdruck</translation>
    </message>
    <message>
        <source>The expression cannot be read: %1. Esc clears the filter.</source>
        <translation>Der Ausdruck ist nicht lesbar: %1. Esc leert den Filter.</translation>
    </message>
    <message>
        <source>The answer had no content.</source>
        <translation>Die Antwort hatte keinen Inhalt.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::AlertBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>1 of %1</source>
        <translation>1 von %1</translation>
    </message>
    <message>
        <source>Alert: %1</source>
        <translation>Alarm: %1</translation>
    </message>
    <message>
        <source>Seen at %1: %2</source>
        <translation>Gesehen um %1: %2</translation>
    </message>
    <message>
        <source>The cluster does not answer. This is offered again as soon as it does.</source>
        <translation>Der Cluster antwortet nicht. Sobald er es tut, wird dies wieder angeboten.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ApprovalPane</name>
    <message>
        <source>Something new waits for your approval</source>
        <translation>Etwas Neues wartet auf Ihre Zustimmung</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>Hier anhalten</translation>
    </message>
    <message>
        <source>Agree and go on</source>
        <translation>Zustimmen und weiter</translation>
    </message>
    <message>
        <source>When you said go it was not known in detail. Nothing of it is sent until you agree.</source>
        <translation>Als Sie zustimmten, war es im Einzelnen noch nicht bekannt. Nichts davon wird gesendet, bevor Sie zustimmen.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::AttentionCard</name>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>What needs you</source>
        <translation>Was Sie braucht</translation>
    </message>
    <message>
        <source>Nothing. Everything that was looked at is as it should be.</source>
        <translation>Nichts. Alles Geprüfte ist, wie es sein soll.</translation>
    </message>
    <message>
        <source>Still looking …</source>
        <translation>Prüfung läuft noch …</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>Show all %1</source>
        <translation>Alle %1 zeigen</translation>
    </message>
    <message>
        <source>What may not be read is listed below; nothing else needs you.</source>
        <translation>Was nicht gelesen werden darf, steht unten; sonst braucht Sie nichts.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ChainDrawing</name>
    <message>
        <source>Drawing: %1</source>
        <translation>Zeichnung: %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ChangesCard</name>
    <message>
        <source>What will change</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy all commands</source>
        <translation>Alle Befehle kopieren</translation>
    </message>
    <message>
        <source>Copy all YAML</source>
        <translation>Alles YAML kopieren</translation>
    </message>
    <message>
        <source>How the change is shown</source>
        <translation>Wie die Änderung gezeigt wird</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>The change</source>
        <translation>Die Änderung</translation>
    </message>
    <message>
        <source> It breaks running confidential pods and is asked for separately.</source>
        <translation> Das zerstört laufende vertrauliche Pods und wird getrennt erfragt.</translation>
    </message>
    <message>
        <source> It is asked for separately.</source>
        <translation> Das wird getrennt erfragt.</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Prüfung läuft …</translation>
    </message>
    <message>
        <source>Besides these, as they come: %1</source>
        <translation>Außerdem, wie es anfällt: %1</translation>
    </message>
    <message>
        <source>Nothing to change.</source>
        <translation>Nichts zu ändern.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ChartCard</name>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>Export as CSV or PNG</source>
        <translation>Als CSV oder PNG exportieren</translation>
    </message>
    <message>
        <source>Table as CSV …</source>
        <translation>Tabelle als CSV …</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>Kommagetrennte Werte (*.csv)</translation>
    </message>
    <message>
        <source>Chart as PNG …</source>
        <translation>Diagramm als PNG …</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>%1, as a table</source>
        <translation>%1, als Tabelle</translation>
    </message>
    <message>
        <source>There is nothing in it yet.</source>
        <translation>Noch ist nichts darin.</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Show the chart</source>
        <translation>Diagramm zeigen</translation>
    </message>
    <message>
        <source>Show the table behind the chart</source>
        <translation>Tabelle hinter dem Diagramm zeigen</translation>
    </message>
    <message>
        <source>Being read …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>IBM Cloud is not asked: no login.</source>
        <translation>IBM Cloud wird nicht gefragt: keine Anmeldung.</translation>
    </message>
    <message>
        <source>You may not read it. The missing right is listed below.</source>
        <translation>Sie dürfen es nicht lesen. Das fehlende Recht steht unten.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::CheatSheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>palette only</source>
        <translation>nur Palette</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>Zeile kopieren</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::CheckPanel</name>
    <message>
        <source>Copy for a ticket</source>
        <translation>Für ein Ticket kopieren</translation>
    </message>
    <message>
        <source>Testing …</source>
        <translation>Test läuft …</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>nicht versucht</translation>
    </message>
    <message>
        <source>works</source>
        <translation>geht</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>scheitert</translation>
    </message>
    <message>
        <source>Do next: %1</source>
        <translation>Jetzt tun: %1</translation>
    </message>
    <message>
        <source>Cocoon %1, test of %2: %3
</source>
        <translation>Cocoon %1, Test von %2: %3
</translation>
    </message>
    <message>
        <source>Start the sandbox</source>
        <translation>Sandbox starten</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ChoiceForm</name>
    <message>
        <source>Your choice</source>
        <translation>Ihre Wahl</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::Choices</name>
    <message>
        <source>%1, validated with IBM's image</source>
        <translation>%1, mit dem Image von IBM validiert</translation>
    </message>
    <message>
        <source>%1, not validated with IBM's image</source>
        <translation>%1, nicht mit dem Image von IBM validiert</translation>
    </message>
    <message>
        <source>Import the latest from IBM</source>
        <translation>Das neueste von IBM importieren</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>%1 USD/h</source>
        <translation>%1 USD/h</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>Preis unbekannt</translation>
    </message>
    <message>
        <source>%1: %2 vCPU, %3 GiB, TDX, %4</source>
        <translation>%1: %2 vCPU, %3 GiB, TDX, %4</translation>
    </message>
    <message>
        <source>None: the VM stays closed</source>
        <translation>Keiner: Die VM bleibt verschlossen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Only the cluster's resource group (least privilege)</source>
        <translation>Nur die Ressourcengruppe des Clusters (geringste Rechte)</translation>
    </message>
    <message>
        <source>The whole account, as in the guide</source>
        <translation>Das ganze Konto, wie in der Anleitung</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>OLM installs exactly this one; later versions wait for your word.</source>
        <translation>OLM installiert genau diese; spätere Versionen warten auf Ihr Wort.</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Imported once per region; storing it costs a little per GB and month.</source>
        <translation>Einmal pro Region importiert; die Speicherung kostet etwas pro GB und Monat.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>May act in</source>
        <translation>Wirkungsbereich</translation>
    </message>
    <message>
        <source>Only this cluster may use the profile</source>
        <translation>Nur dieser Cluster darf das Profil nutzen</translation>
    </message>
    <message>
        <source>Adds a condition on the cluster to the profile's rule.</source>
        <translation>Fügt der Regel des Profils eine Bedingung auf den Cluster hinzu.</translation>
    </message>
    <message>
        <source>SSH key</source>
        <translation>SSH-Schlüssel</translation>
    </message>
    <message>
        <source>Public key to import</source>
        <translation>Öffentlicher Schlüssel</translation>
    </message>
    <message>
        <source>Only needed when no key of that name is there yet.</source>
        <translation>Nur nötig, wenn es noch keinen Schlüssel dieses Namens gibt.</translation>
    </message>
    <message>
        <source>VM profile</source>
        <translation>VM-Profil</translation>
    </message>
    <message>
        <source>What a confidential pod's VM is made of when the pod does not ask for another.</source>
        <translation>Woraus die VM eines vertraulichen Pods besteht, wenn der Pod keine andere verlangt.</translation>
    </message>
    <message>
        <source>VMs per worker</source>
        <translation>VMs pro Worker</translation>
    </message>
    <message>
        <source>The most confidential pods that one worker looks after.</source>
        <translation>So viele vertrauliche Pods betreut ein Worker höchstens.</translation>
    </message>
    <message>
        <source>Trustee</source>
        <translation>Trustee</translation>
    </message>
    <message>
        <source>URL of your trustee (KBS), reachable from the VMs.</source>
        <translation>URL Ihres Trustee (KBS), von den VMs aus erreichbar.</translation>
    </message>
    <message>
        <source>Its certificate</source>
        <translation>Sein Zertifikat</translation>
    </message>
    <message>
        <source>PEM; only when it is not signed by a public authority.</source>
        <translation>PEM; nur wenn es nicht von einer öffentlichen Zertifizierungsstelle signiert ist.</translation>
    </message>
    <message>
        <source>Go on without a trust authority</source>
        <translation>Ohne Vertrauensinstanz weitermachen</translation>
    </message>
    <message>
        <source>Pods run in TDX VMs, but nothing proves it to you.</source>
        <translation>Pods laufen in TDX-VMs, aber nichts beweist es Ihnen.</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>Container image</source>
        <translation>Container-Image</translation>
    </message>
    <message>
        <source>Pulled inside the VM; the worker never sees it.</source>
        <translation>Wird in der VM geladen; der Worker sieht es nie.</translation>
    </message>
    <message>
        <source>No first workload</source>
        <translation>Keine erste Workload</translation>
    </message>
    <message>
        <source>The set-up ends without a pod.</source>
        <translation>Die Einrichtung endet ohne Pod.</translation>
    </message>
    <message>
        <source>Import one of your own as %1</source>
        <translation>Einen eigenen als %1 importieren</translation>
    </message>
    <message>
        <source>rights not known yet</source>
        <translation>Rechte noch unbekannt</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>no rights yet</source>
        <translation>noch keine Rechte</translation>
    </message>
    <message>
        <source>cocoon-%1, with just the rights that are needed</source>
        <translation>cocoon-%1, nur mit den nötigen Rechten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>What a profile lacks is added to it; nothing is taken from it.</source>
        <translation>Was einem Profil fehlt, wird ergänzt; genommen wird ihm nichts.</translation>
    </message>
    <message>
        <source>VPC, Kubernetes Service, tags</source>
        <translation>VPC, Kubernetes Service, Tags</translation>
    </message>
    <message>
        <source>VPC only</source>
        <translation>nur VPC</translation>
    </message>
    <message>
        <source>API key: may do what you may do</source>
        <translation>API-Schlüssel: darf, was Sie dürfen</translation>
    </message>
    <message>
        <source>Trusted profile: no key to leak (rights on %1)</source>
        <translation>Trusted Profile: kein Schlüssel, der entweichen kann (Rechte auf %1)</translation>
    </message>
    <message>
        <source>Works with every version of the operator. The key's value is seen once and goes into the cluster's secret and your keyring only.</source>
        <translation>Geht mit jeder Version des Operators. Den Wert des Schlüssels sieht man einmal; er kommt nur in das Secret des Clusters und Ihren Schlüsselbund.</translation>
    </message>
    <message>
        <source>Of a trusted profile; an API key can do what you can do.</source>
        <translation>Für ein Trusted Profile; ein API-Schlüssel darf, was Sie dürfen.</translation>
    </message>
    <message>
        <source>No key is made: the cluster's secret holds the profile's id only. Which rights it needs depends on the operator's version.</source>
        <translation>Es wird kein Schlüssel erstellt: Das Secret des Clusters enthält nur die Id des Profils. Welche Rechte es braucht, hängt von der Version des Operators ab.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::CloudLoginCard</name>
    <message>
        <source>IBM Cloud</source>
        <translation>IBM Cloud</translation>
    </message>
    <message>
        <source>Keep the API key in the keyring</source>
        <translation>Den API-Schlüssel im Schlüsselbund aufbewahren</translation>
    </message>
    <message>
        <source>Keep this connection on the list</source>
        <translation>Diese Verbindung auf der Liste behalten</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>One-time passcode</source>
        <translation>Einmal-Passcode</translation>
    </message>
    <message>
        <source>Kind of login</source>
        <translation>Art der Anmeldung</translation>
    </message>
    <message>
        <source>API key or passcode</source>
        <translation>API-Schlüssel oder Passcode</translation>
    </message>
    <message>
        <source>Paste it here</source>
        <translation>Hier einfügen</translation>
    </message>
    <message>
        <source>A passcode comes from iam.cloud.ibm.com/identity/passcode, works once and lasts a few minutes.</source>
        <translation>Ein Passcode kommt von iam.cloud.ibm.com/identity/passcode, gilt einmal und einige Minuten lang.</translation>
    </message>
    <message>
        <source>Log in and connect</source>
        <translation>Anmelden und verbinden</translation>
    </message>
    <message>
        <source>Log in and list clusters</source>
        <translation>Anmelden und Cluster auflisten</translation>
    </message>
    <message>
        <source>Nothing was typed: paste an API key, or a one-time passcode from your IBM Cloud account.</source>
        <translation>Nichts eingegeben: Fügen Sie einen API-Schlüssel oder einen Einmal-Passcode aus Ihrem IBM-Cloud-Konto ein.</translation>
    </message>
    <message>
        <source>Logging in to IBM Cloud …</source>
        <translation>Anmelden bei IBM Cloud …</translation>
    </message>
    <message numerus="yes">
        <source>Your login reaches %n account(s). Which one?</source>
        <translation>
            <numerusform>Ihre Anmeldung erreicht %n Konto. Welches?</numerusform>
            <numerusform>Ihre Anmeldung erreicht %n Konten. Welches?</numerusform>
        </translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use account %1</source>
        <translation>Konto %1 verwenden</translation>
    </message>
    <message>
        <source>This account has no OpenShift cluster in a VPC. Create one first (IBM Cloud console, Containers, Clusters).</source>
        <translation>Dieses Konto hat keinen OpenShift-Cluster in einer VPC. Legen Sie zuerst einen an (IBM-Cloud-Konsole, Containers, Clusters).</translation>
    </message>
    <message numerus="yes">
        <source>%1 · OpenShift %2 · %3 · %n worker(s)</source>
        <translation>
            <numerusform>%1 · OpenShift %2 · %3 · %n Worker</numerusform>
            <numerusform>%1 · OpenShift %2 · %3 · %n Worker</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · not suitable: %2</source>
        <translation>%1 · nicht geeignet: %2</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect to cluster %1</source>
        <translation>Mit Cluster %1 verbinden</translation>
    </message>
    <message>
        <source>Which of them does %1 lead to? The choice is remembered, and compared with the workers.</source>
        <translation>Zu welchem davon führt %1? Die Wahl wird gespeichert und mit den Workern abgeglichen.</translation>
    </message>
    <message>
        <source>Log in with another credential</source>
        <translation>Mit anderen Zugangsdaten anmelden</translation>
    </message>
    <message>
        <source>Choose the cluster</source>
        <translation>Cluster wählen</translation>
    </message>
    <message>
        <source>The cluster of %1 is not among those of this account (%2).</source>
        <translation>Der Cluster von %1 ist nicht unter denen dieses Kontos (%2).</translation>
    </message>
    <message>
        <source>Log in with the account that owns the cluster %1; if it was removed, choose one of those below.</source>
        <translation>Melden Sie sich mit dem Konto an, dem der Cluster %1 gehört; wurde er entfernt, wählen Sie einen der folgenden.</translation>
    </message>
    <message>
        <source>The connection was made with this account, so the cluster %1 was probably removed: choose one of those below.</source>
        <translation>Die Verbindung wurde mit diesem Konto angelegt, der Cluster %1 wurde also wohl entfernt: Wählen Sie einen der folgenden.</translation>
    </message>
    <message>
        <source>Log in with account %1, which owns the cluster %2.</source>
        <translation>Melden Sie sich mit dem Konto %1 an, dem der Cluster %2 gehört.</translation>
    </message>
    <message>
        <source>Connect anyway …</source>
        <translation>Trotzdem verbinden …</translation>
    </message>
    <message>
        <source>What you type goes to IBM Cloud's IAM only. Secrets are kept in %1.</source>
        <translation>Was Sie eingeben, geht nur an IAM von IBM Cloud. Geheimnisse liegen in: %1.</translation>
    </message>
    <message>
        <source>Log in to the account that the cluster of "%1" belongs to; the way to the cluster itself stays your kubeconfig's. %2</source>
        <translation>Melden Sie sich bei dem Konto an, dem der Cluster von „%1“ gehört; der Weg zum Cluster selbst bleibt der Ihrer kubeconfig. %2</translation>
    </message>
    <message>
        <source>Log in to "%1" with another credential. %2</source>
        <translation>Melden Sie sich bei „%1“ mit anderen Anmeldedaten an. %2</translation>
    </message>
    <message>
        <source>"%1" needs a login: its key is not in the keyring. What you type goes to IBM Cloud's IAM only.</source>
        <translation>„%1“ braucht eine Anmeldung: Der Schlüssel ist nicht im Schlüsselbund. Was Sie eingeben, geht nur an IAM von IBM Cloud.</translation>
    </message>
    <message>
        <source>find the cluster of "%1" in the account</source>
        <translation>den Cluster von „%1“ im Konto finden</translation>
    </message>
    <message>
        <source>Log in to account %1: with an API key of that account, or with a passcode. Its clusters are listed then; the open connection stays until one of them is opened.</source>
        <translation>Beim Konto %1 anmelden: mit einem API-Schlüssel dieses Kontos oder mit einem Passcode. Dann werden seine Cluster aufgelistet; die offene Verbindung bleibt, bis einer davon geöffnet wird.</translation>
    </message>
    <message>
        <source>log in to account %1</source>
        <translation>beim Konto %1 anmelden</translation>
    </message>
    <message>
        <source>This login belongs to another account (%1), whose clusters are listed.</source>
        <translation>Diese Anmeldung gehört zu einem anderen Konto (%1); dessen Cluster sind aufgelistet.</translation>
    </message>
    <message>
        <source>Use an API key of account %1, or a passcode.</source>
        <translation>Einen API-Schlüssel des Kontos %1 oder einen Passcode verwenden.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ColumnsMenu</name>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>Annotationen</translation>
    </message>
    <message>
        <source>Standard columns</source>
        <translation>Standardspalten</translation>
    </message>
    <message>
        <source>Other key …</source>
        <translation>Anderer Schlüssel …</translation>
    </message>
    <message>
        <source>Key of a label or annotation to show as a column</source>
        <translation>Schlüssel eines Labels oder einer Annotation, der als Spalte gezeigt wird</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ConnectionList</name>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>read from your files; nothing is contacted before you connect</source>
        <translation>aus Ihren Dateien gelesen; vor dem Verbinden wird nichts kontaktiert</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ConnectionRow</name>
    <message>
        <source>New name of %1</source>
        <translation>Neuer Name von %1</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Test the connection to %1</source>
        <translation>Die Verbindung zu %1 testen</translation>
    </message>
    <message>
        <source>Tries the way step by step: name, proxy, reach, certificate, credential</source>
        <translation>Probiert den Weg Schritt für Schritt: Name, Proxy, Erreichbarkeit, Zertifikat, Zugangsdaten</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connect to %1</source>
        <translation>Mit %1 verbinden</translation>
    </message>
    <message>
        <source>More about %1</source>
        <translation>Mehr zu %1</translation>
    </message>
    <message>
        <source>Rename, protect, remove</source>
        <translation>Umbenennen, schützen, entfernen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Protect no longer</source>
        <translation>Nicht mehr schützen</translation>
    </message>
    <message>
        <source>Mark as protected</source>
        <translation>Als geschützt markieren</translation>
    </message>
    <message>
        <source>Take this file off the list</source>
        <translation>Diese Datei von der Liste nehmen</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Von der Liste entfernen</translation>
    </message>
    <message>
        <source>Take %1 off the list? The cluster and its files are not touched; a key in the keyring is forgotten.</source>
        <translation>%1 von der Liste nehmen? Der Cluster und die Dateien bleiben unberührt; ein Schlüssel im Schlüsselbund wird vergessen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::DeskCommands</name>
    <message>
        <source>Steps of the set-up</source>
        <translation>Schritte der Einrichtung</translation>
    </message>
    <message>
        <source>Open step %1</source>
        <translation>Schritt %1 öffnen</translation>
    </message>
    <message>
        <source>Make the changes of this step, or go on</source>
        <translation>Änderungen dieses Schritts ausführen oder weitermachen</translation>
    </message>
    <message>
        <source>Agree to what is asked</source>
        <translation>Dem Gefragten zustimmen</translation>
    </message>
    <message>
        <source>Copy all commands of this step</source>
        <translation>Alle Befehle dieses Schritts kopieren</translation>
    </message>
    <message>
        <source>Copy all YAML of this step</source>
        <translation>Alles YAML dieses Schritts kopieren</translation>
    </message>
    <message>
        <source>Export the journal as JSON lines</source>
        <translation>Journal als JSON-Zeilen exportieren</translation>
    </message>
    <message>
        <source>Export the journal as a script</source>
        <translation>Journal als Skript exportieren</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Pause the reboots, or go on with them</source>
        <translation>Neustarts pausieren oder fortsetzen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::DonePage</name>
    <message>
        <source>What exists now</source>
        <translation>Was es jetzt gibt</translation>
    </message>
    <message>
        <source>What it costs</source>
        <translation>Was es kostet</translation>
    </message>
    <message>
        <source>Take it along</source>
        <translation>Zum Mitnehmen</translation>
    </message>
    <message>
        <source>Done: a confidential pod runs, and it has proven itself</source>
        <translation>Fertig: Ein vertraulicher Pod läuft und hat sich bewiesen</translation>
    </message>
    <message>
        <source>Not done yet</source>
        <translation>Noch nicht fertig</translation>
    </message>
    <message>
        <source>Done: the cluster is ready for confidential pods</source>
        <translation>Fertig: Der Cluster ist bereit für vertrauliche Pods</translation>
    </message>
    <message>
        <source>Next: give your own pods the runtime class kata-remote. The set-up can be closed; it is read from the cluster whenever you come back.</source>
        <translation>Weiter: Geben Sie Ihren eigenen Pods die RuntimeClass kata-remote. Die Einrichtung kann geschlossen werden; sie wird bei jeder Rückkehr aus dem Cluster gelesen.</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
    <message>
        <source>No confidential VM runs: only the cluster itself and the stored image cost something.</source>
        <translation>Keine vertrauliche VM läuft: Nur der Cluster selbst und das gespeicherte Image kosten etwas.</translation>
    </message>
    <message numerus="yes">
        <source>%n confidential VM(s) run; their price is not known here.</source>
        <translation>
            <numerusform>%n vertrauliche VM läuft; ihr Preis ist hier nicht bekannt.</numerusform>
            <numerusform>%n vertrauliche VMs laufen; ihr Preis ist hier nicht bekannt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the pods</source>
        <translation>Pods zeigen</translation>
    </message>
    <message>
        <source>Open the overview</source>
        <translation>Übersicht öffnen</translation>
    </message>
    <message>
        <source>Your own pods</source>
        <translation>Ihre eigenen Pods</translation>
    </message>
    <message>
        <source>The runtime class makes a pod confidential; everything else is as in any pod.</source>
        <translation>Die RuntimeClass macht einen Pod vertraulich; alles andere ist wie in jedem Pod.</translation>
    </message>
    <message>
        <source>A confidential pod of your own</source>
        <translation>Ein eigener vertraulicher Pod</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the pod</source>
        <translation>Pod kopieren</translation>
    </message>
    <message>
        <source>The Intent is the small file that says what you wanted. cocoonctl makes the same installation from it on another cluster. None of the three holds a secret.</source>
        <translation>Der Intent ist die kleine Datei, die sagt, was Sie wollten. cocoonctl macht daraus dieselbe Installation auf einem anderen Cluster. Keines der drei enthält ein Geheimnis.</translation>
    </message>
    <message>
        <source>The Intent</source>
        <translation>Der Intent</translation>
    </message>
    <message>
        <source>What was done, as commands</source>
        <translation>Was getan wurde, als Befehle</translation>
    </message>
    <message>
        <source>What was made in the cluster, as YAML</source>
        <translation>Was im Cluster angelegt wurde, als YAML</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
    <message>
        <source>Save: %1</source>
        <translation>Speichern: %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Still open:</source>
        <translation>Noch offen:</translation>
    </message>
    <message>
        <source>KBS protocol %1</source>
        <translation>KBS-Protokoll %1</translation>
    </message>
    <message>
        <source>the KBS protocol</source>
        <translation>das KBS-Protokoll</translation>
    </message>
    <message>
        <source>Proof: at %1 the guest of pod %2 got the resource %3 from %4, by %5. The trustee hands it out to attested VMs only.</source>
        <translation>Beweis (%1): Der Gast von Pod %2 erhielt die Ressource %3 von %4, über %5. Der Trustee gibt sie nur an attestierte VMs heraus.</translation>
    </message>
    <message>
        <source>No confidential VM runs and no image is stored: only the cluster itself costs something.</source>
        <translation>Keine vertrauliche VM läuft, und kein Image ist gespeichert: Nur der Cluster selbst kostet etwas.</translation>
    </message>
    <message>
        <source>The stored image is billed by its size.</source>
        <translation>Das gespeicherte Image wird nach Größe berechnet.</translation>
    </message>
    <message>
        <source>%1; then: %2</source>
        <translation>%1; dann: %2</translation>
    </message>
    <message>
        <source>To remove it again</source>
        <translation>Wieder entfernen</translation>
    </message>
    <message>
        <source>What runs in the VPC and is stored there is not known now, and so is not what it costs.</source>
        <translation>Was in der VPC läuft und gespeichert ist, ist gerade nicht bekannt, und damit auch nicht, was es kostet.</translation>
    </message>
    <message>
        <source>A VM is deleted with its pod, and only with it: delete the confidential pods first, and look at Confidential pods until no VSI is left. The operator, its settings, the API key and the stored image stay; of these only the image costs something.</source>
        <translation>Eine VM wird mit ihrem Pod gelöscht, und nur mit ihm: Löschen Sie zuerst die Confidential Pods und sehen Sie unter Confidential Pods nach, bis keine VSI übrig ist. Operator, Einstellungen, API-Schlüssel und gespeichertes Image bleiben; davon kostet nur das Image etwas.</translation>
    </message>
    <message>
        <source>What belongs to no pod costs money until it is removed: see Confidential pods.</source>
        <translation>Was zu keinem Pod gehört, kostet Geld, bis es entfernt wird: siehe Vertrauliche Pods.</translation>
    </message>
    <message>
        <source>They stop costing when their pods are deleted.</source>
        <translation>Sie kosten nichts mehr, sobald ihre Pods gelöscht sind.</translation>
    </message>
    <message numerus="yes">
        <source>%n confidential VM(s) run for %1 USD per hour together, list price.</source>
        <translation>
            <numerusform>%n vertrauliche VM läuft für %1 USD pro Stunde (Listenpreis).</numerusform>
            <numerusform>%n vertrauliche VMs laufen für zusammen %1 USD pro Stunde (Listenpreis).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::DroppedMark</name>
    <message numerus="yes">
        <source>%n column(s) hidden</source>
        <translation>
            <numerusform>%n Spalte verborgen</numerusform>
            <numerusform>%n Spalten verborgen</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no room for %1. A wider window shows them.</source>
        <translation>Kein Platz für %1. Ein breiteres Fenster zeigt alles.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ErrorPanel</name>
    <message>
        <source>Show what came back</source>
        <translation>Antwort zeigen</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>Versucht</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>Zurück kam</translation>
    </message>
    <message>
        <source>Do next</source>
        <translation>Jetzt tun</translation>
    </message>
    <message>
        <source>Copy for a ticket</source>
        <translation>Für ein Ticket kopieren</translation>
    </message>
    <message>
        <source>Hide what came back</source>
        <translation>Antwort verbergen</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>Cocoon %1
Tried: %2
Came back: %3
Do next: %4
</source>
        <translation>Cocoon %1
Versucht: %2
Zurück kam: %3
Jetzt tun: %4
</translation>
    </message>
    <message>
        <source>Something failed</source>
        <translation>Etwas ist fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::EventsView</name>
    <message>
        <source>No events. The API server keeps them for about an hour.</source>
        <translation>Keine Ereignisse. Der API-Server bewahrt sie etwa eine Stunde auf.</translation>
    </message>
    <message>
        <source> · %1 times</source>
        <translation> · %1-mal</translation>
    </message>
    <message>
        <source> · %1</source>
        <translation> · %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FigureCard</name>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>being read</source>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>no login</source>
        <translation>keine Anmeldung</translation>
    </message>
    <message>
        <source>IBM Cloud is not asked</source>
        <translation>IBM Cloud wird nicht gefragt</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>nicht beantwortet</translation>
    </message>
    <message>
        <source>the missing right is listed below</source>
        <translation>das fehlende Recht steht unten</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FindingFix</name>
    <message>
        <source>Choose the VM profile</source>
        <translation>VM-Profil wählen</translation>
    </message>
    <message>
        <source>Choose the version</source>
        <translation>Version wählen</translation>
    </message>
    <message>
        <source>Go to Connect</source>
        <translation>Gehe zu Verbinden</translation>
    </message>
    <message>
        <source>Choose the image</source>
        <translation>Image wählen</translation>
    </message>
    <message>
        <source>Leave the SSH key out</source>
        <translation>SSH-Schlüssel weglassen</translation>
    </message>
    <message>
        <source>Name the trustee</source>
        <translation>Trustee angeben</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Anderen Namen wählen</translation>
    </message>
    <message>
        <source>Import the latest from IBM</source>
        <translation>Das neueste von IBM importieren</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FindingsCard</name>
    <message>
        <source>What was found</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>Why it matters</source>
        <translation>Warum es wichtig ist</translation>
    </message>
    <message>
        <source>How to fix it</source>
        <translation>Abhilfe</translation>
    </message>
    <message>
        <source>Nothing to check here.</source>
        <translation>Hier ist nichts zu prüfen.</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Prüfung läuft …</translation>
    </message>
    <message>
        <source>Hide what is met</source>
        <translation>Erfülltes verbergen</translation>
    </message>
    <message>
        <source>Show what is met</source>
        <translation>Erfülltes zeigen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FleetDetail</name>
    <message>
        <source>Watch here</source>
        <translation>Hier beobachten</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Open in this window</source>
        <translation>In diesem Fenster öffnen</translation>
    </message>
    <message>
        <source>Looks at it beside the open connection: nothing is changed or locked there.</source>
        <translation>Sieht ihn neben der offenen Verbindung an: Dort wird nichts geändert oder gesperrt.</translation>
    </message>
    <message>
        <source>Closes what is open in this window and connects to it (Enter in the table)</source>
        <translation>Schließt, was in diesem Fenster offen ist, und verbindet sich damit (Enter in der Tabelle)</translation>
    </message>
    <message>
        <source>This window works on it.</source>
        <translation>Dieses Fenster arbeitet daran.</translation>
    </message>
    <message>
        <source>It is only looked at; nothing is changed or locked there.</source>
        <translation>Er wird nur angesehen; dort wird nichts geändert oder gesperrt.</translation>
    </message>
    <message>
        <source>It is not open, and nothing contacts it. Watching looks at it beside the open one, with the connection's own credential, and changes nothing there.</source>
        <translation>Er ist nicht offen, und nichts nimmt Kontakt auf. Beobachten sieht ihn neben dem offenen an, mit den Zugangsdaten der Verbindung, und ändert dort nichts.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try again to watch %1</source>
        <translation>Erneut versuchen, %1 zu beobachten</translation>
    </message>
    <message>
        <source>Watch %1 here</source>
        <translation>%1 hier beobachten</translation>
    </message>
    <message>
        <source>Stop watching %1</source>
        <translation>%1 nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Open %1 in this window</source>
        <translation>%1 in diesem Fenster öffnen</translation>
    </message>
    <message>
        <source>Connect to it once in this window and log in; then it can be watched.</source>
        <translation>Verbinden Sie sich einmal in diesem Fenster damit und melden Sie sich an; dann lässt er sich beobachten.</translation>
    </message>
    <message>
        <source>read the connection %1</source>
        <translation>die Verbindung %1 lesen</translation>
    </message>
    <message>
        <source>look at %1</source>
        <translation>%1 ansehen</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 of %2 workers</source>
        <translation>%1 von %2 Workern</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 durch: %2</translation>
    </message>
    <message>
        <source>KataConfig</source>
        <translation>KataConfig</translation>
    </message>
    <message>
        <source>there</source>
        <translation>vorhanden</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Pod VM image</source>
        <translation>Pod-VM-Image</translation>
    </message>
    <message>
        <source>%1, %2 old</source>
        <translation>%1, %2 alt</translation>
    </message>
    <message>
        <source>INITDATA</source>
        <translation>INITDATA</translation>
    </message>
    <message>
        <source>Trustee</source>
        <translation>Trustee</translation>
    </message>
    <message>
        <source>VSIs</source>
        <translation>VSIs</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>%1 USD/h</source>
        <translation>%1 USD/h</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FleetPlace</name>
    <message>
        <source>Fleet</source>
        <translation>Flotte</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter the fleet</source>
        <translation>Die Flotte filtern</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Shown rows as CSV …</source>
        <translation>Gezeigte Zeilen als CSV …</translation>
    </message>
    <message>
        <source>Shown rows as JSON …</source>
        <translation>Gezeigte Zeilen als JSON …</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>what differs stands on top</source>
        <translation>was abweicht, steht oben</translation>
    </message>
    <message>
        <source>Compare the open clusters</source>
        <translation>Die offenen Cluster vergleichen</translation>
    </message>
    <message>
        <source>Several clusters side by side</source>
        <translation>Mehrere Cluster nebeneinander</translation>
    </message>
    <message>
        <source>Here every connection is a row: versions, pod VM image, INITDATA, findings and cost, and one sentence that says where clusters differ. There is only one connection yet. Add another one, with a login to IBM Cloud or a kubeconfig; it is contacted when you say so.</source>
        <translation>Hier ist jede Verbindung eine Zeile: Versionen, Pod-VM-Image, INITDATA, Befunde und Kosten, dazu ein Satz, der sagt, worin sich Cluster unterscheiden. Bisher gibt es nur eine Verbindung. Fügen Sie eine weitere hinzu, mit einer Anmeldung bei IBM Cloud oder einer kubeconfig; Kontakt wird erst aufgenommen, wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>Verbindung hinzufügen</translation>
    </message>
    <message>
        <source>%1 of %2 open</source>
        <translation>%1 von %2 offen</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>Nothing matches the filter. Esc clears it.</source>
        <translation>Nichts passt zum Filter. Esc leert ihn.</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Watch here</source>
        <translation>Hier beobachten</translation>
    </message>
    <message>
        <source>Open in this window</source>
        <translation>In diesem Fenster öffnen</translation>
    </message>
    <message>
        <source>Copy row</source>
        <translation>Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy the INITDATA digest</source>
        <translation>INITDATA-Digest kopieren</translation>
    </message>
    <message>
        <source>Export the shown rows</source>
        <translation>Gezeigte Zeilen exportieren</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ForbiddenView</name>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::GoBar</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Los</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::Header</name>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Search or run …   Ctrl+K</source>
        <translation>Suchen, ausführen …   Strg+K</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Befehl suchen oder ausführen</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Cluster %1, connections</source>
        <translation>Cluster %1, Verbindungen</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>TLS not checked</source>
        <translation>TLS ungeprüft</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>Sandbox</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keins</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Watched: what changes is shown at once. Click to ask everything again.</source>
        <translation>Beobachtet: Was sich ändert, erscheint sofort. Klicken, um alles neu abzufragen.</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbinden …</translation>
    </message>
    <message>
        <source>Stale · %1 old</source>
        <translation>Veraltet · %1 alt</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>What disturbs running things asks for the cluster's name first.</source>
        <translation>Was Laufendes stört, fragt zuerst nach dem Namen des Clusters.</translation>
    </message>
    <message>
        <source>Looking only</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>The right to %1 is missing.</source>
        <translation>Das Recht auf %1 fehlt.</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Resource group</source>
        <translation>Ressourcengruppe</translation>
    </message>
    <message>
        <source>You in IBM Cloud</source>
        <translation>Sie in der IBM Cloud</translation>
    </message>
    <message>
        <source>You in the cluster</source>
        <translation>Sie im Cluster</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Account, switch</source>
        <translation>Konto, wechseln</translation>
    </message>
    <message>
        <source>Log in to IBM Cloud …</source>
        <translation>Bei IBM Cloud anmelden …</translation>
    </message>
    <message>
        <source>Log in to another account …</source>
        <translation>Bei einem anderen Konto anmelden …</translation>
    </message>
    <message>
        <source>Stale · just now</source>
        <translation>Veraltet · gerade eben</translation>
    </message>
    <message>
        <source>Resource group %1: goes with the cluster</source>
        <translation>Ressourcengruppe %1: gehört zum Cluster</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::HistogramChart</name>
    <message>
        <source>median: server runs</source>
        <translation>Median: Server läuft</translation>
    </message>
    <message>
        <source>agent ready</source>
        <translation>Agent bereit</translation>
    </message>
    <message>
        <source>pod ready</source>
        <translation>Pod bereit</translation>
    </message>
    <message>
        <source>longer than %1</source>
        <translation>länger als %1</translation>
    </message>
    <message>
        <source>time-out</source>
        <translation>Zeitlimit</translation>
    </message>
    <message>
        <source>Too few starts to draw how they spread: %1. A kubelet waits %2 for one before it tries again.</source>
        <translation>Zu wenige Starts, um ihre Verteilung zu zeichnen: %1. Ein Kubelet wartet %2 auf einen, bevor es ihn erneut versucht.</translation>
    </message>
    <message>
        <source>median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::KindMenu</name>
    <message>
        <source>Confidential pods</source>
        <translation>Vertrauliche Pods</translation>
    </message>
    <message>
        <source>All pods</source>
        <translation>Alle Pods</translation>
    </message>
    <message>
        <source>Asking what the cluster serves …</source>
        <translation>Es wird abgefragt, was der Cluster anbietet …</translation>
    </message>
    <message>
        <source>Every kind</source>
        <translation>Jede Art</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::LogView</name>
    <message>
        <source>Before the restart</source>
        <translation>Vor dem Neustart</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>Im Log suchen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Following.</source>
        <translation>Folgt dem Log.</translation>
    </message>
    <message>
        <source>No container has been started yet.</source>
        <translation>Noch kein Container wurde gestartet.</translation>
    </message>
    <message>
        <source>Reading the log …</source>
        <translation>Log wird gelesen …</translation>
    </message>
    <message>
        <source>The log is empty. From operator 1.11 on the guest's policy may deny reading it.</source>
        <translation>Das Log ist leer. Ab Operator 1.11 verbietet die Richtlinie des Gasts vielleicht das Lesen.</translation>
    </message>
    <message>
        <source>The log has ended.</source>
        <translation>Das Log ist zu Ende.</translation>
    </message>
    <message>
        <source>Found again from the other end.</source>
        <translation>Vom anderen Ende her wieder gefunden.</translation>
    </message>
    <message>
        <source>Not in the log.</source>
        <translation>Nicht im Log.</translation>
    </message>
    <message>
        <source>Since when</source>
        <translation>Seit wann</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>Vorheriger Treffer</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Nothing is written yet.</source>
        <translation>Noch ist nichts geschrieben.</translation>
    </message>
    <message>
        <source>Found so often</source>
        <translation>So oft gefunden</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Find text or /expression/</source>
        <translation>Text oder /Ausdruck/ suchen</translation>
    </message>
    <message>
        <source>Since: all</source>
        <translation>Seit: Beginn</translation>
    </message>
    <message>
        <source>Since: 5 minutes</source>
        <translation>Seit: 5 Minuten</translation>
    </message>
    <message>
        <source>Since: 1 hour</source>
        <translation>Seit: 1 Stunde</translation>
    </message>
    <message>
        <source>Since: 24 hours</source>
        <translation>Seit: 24 Stunden</translation>
    </message>
    <message>
        <source>When each line was written, as the kubelet noted it</source>
        <translation>Wann jede Zeile geschrieben wurde, wie vom Kubelet vermerkt</translation>
    </message>
    <message>
        <source>This is no expression: %1.</source>
        <translation>Das ist kein Ausdruck: %1.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Only matching lines</source>
        <translation>Nur passende Zeilen</translation>
    </message>
    <message>
        <source>Paused while you read. Press End to follow again.</source>
        <translation>Angehalten, während Sie lesen. Mit Ende geht es weiter.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::LoginCard</name>
    <message>
        <source>IBM Cloud</source>
        <translation>IBM Cloud</translation>
    </message>
    <message>
        <source>Log in to IBM Cloud …</source>
        <translation>Bei IBM Cloud anmelden …</translation>
    </message>
    <message>
        <source>The image, the credential and the VMs are made in your IBM Cloud account, and no login there is valid now. With one, the set-up can go on.</source>
        <translation>Image, Zugangsdaten und VMs entstehen in Ihrem IBM-Cloud-Konto, und dort ist gerade keine Anmeldung gültig. Mit einer kann die Einrichtung weitergehen.</translation>
    </message>
    <message>
        <source>The login and the cluster do not belong together. Log in to the account that owns the cluster, or choose the cluster anew.</source>
        <translation>Anmeldung und Cluster gehören nicht zusammen. Melden Sie sich bei dem Konto an, dem der Cluster gehört, oder wählen Sie den Cluster neu.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::LookingCard</name>
    <message>
        <source>You can look, not change</source>
        <translation>Sie können ansehen, nicht ändern</translation>
    </message>
    <message>
        <source>Show the Role that would help</source>
        <translation>Die Role zeigen, die helfen würde</translation>
    </message>
    <message>
        <source>The Role that would help</source>
        <translation>Die Role, die helfen würde</translation>
    </message>
    <message>
        <source>Copy it for an administrator</source>
        <translation>Für einen Administrator kopieren</translation>
    </message>
    <message>
        <source>Hide the Role</source>
        <translation>Die Role verbergen</translation>
    </message>
    <message numerus="yes">
        <source>%1 may not: %2 and %n more. Everything can be looked at; what would change something is switched off.</source>
        <translation>
            <numerusform>%1 darf nicht: %2 und %n weiteres. Alles lässt sich ansehen; was etwas ändern würde, ist abgeschaltet.</numerusform>
            <numerusform>%1 darf nicht: %2 und %n weitere. Alles lässt sich ansehen; was etwas ändern würde, ist abgeschaltet.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 may not: %2. Everything can be looked at; what would change something is switched off.</source>
        <translation>%1 darf nicht: %2. Alles lässt sich ansehen; was etwas ändern würde, ist abgeschaltet.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::MainWindow</name>
    <message>
        <source>Setup</source>
        <translation>Einrichtung</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Close this connection</source>
        <translation>Diese Verbindung schließen</translation>
    </message>
    <message>
        <source>Open the sandbox</source>
        <translation>Sandbox öffnen</translation>
    </message>
    <message>
        <source>End the sandbox</source>
        <translation>Sandbox beenden</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Go to Setup</source>
        <translation>Gehe zu Einrichtung</translation>
    </message>
    <message>
        <source>Go to Activity</source>
        <translation>Gehe zu Aktivität</translation>
    </message>
    <message>
        <source>Go to Settings</source>
        <translation>Gehe zu Einstellungen</translation>
    </message>
    <message>
        <source>Go to Connections</source>
        <translation>Gehe zu Verbindungen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Befehl suchen oder ausführen</translation>
    </message>
    <message>
        <source>Ask everything again</source>
        <translation>Alles neu abfragen</translation>
    </message>
    <message>
        <source>Stop the run at a clean point</source>
        <translation>Lauf geordnet anhalten</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>Tabelle filtern</translation>
    </message>
    <message>
        <source>Save a kubeconfig for oc or kubectl</source>
        <translation>kubeconfig für oc oder kubectl speichern</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Design</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Design</translation>
    </message>
    <message>
        <source>High contrast theme</source>
        <translation>Design mit hohem Kontrast</translation>
    </message>
    <message>
        <source>Theme as the desktop</source>
        <translation>Design wie der Desktop</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Normale Textgröße</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Keys of all commands</source>
        <translation>Tasten aller Befehle</translation>
    </message>
    <message>
        <source>Quit Cocoon</source>
        <translation>Cocoon beenden</translation>
    </message>
    <message>
        <source>%1 – Cocoon</source>
        <translation>%1 – Cocoon</translation>
    </message>
    <message>
        <source>Save a kubeconfig</source>
        <translation>kubeconfig speichern</translation>
    </message>
    <message>
        <source>It took %1.</source>
        <translation>Dauer: %1.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Nodes</translation>
    </message>
    <message>
        <source>Confidential pods</source>
        <translation>Vertrauliche Pods</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Go to Overview</source>
        <translation>Gehe zu Übersicht</translation>
    </message>
    <message>
        <source>Go to Nodes</source>
        <translation>Gehe zu Nodes</translation>
    </message>
    <message>
        <source>Go to Confidential pods</source>
        <translation>Gehe zu Vertrauliche Pods</translation>
    </message>
    <message>
        <source>The set-up</source>
        <translation>Die Einrichtung</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1: erledigt</translation>
    </message>
    <message>
        <source>%1: stopped</source>
        <translation>%1: angehalten</translation>
    </message>
    <message>
        <source>%1 VSIs nobody owns</source>
        <translation>%1 VSIs ohne Besitzer</translation>
    </message>
    <message>
        <source>About Cocoon, and what leaves this machine</source>
        <translation>Über Cocoon, und was diesen Rechner verlässt</translation>
    </message>
    <message>
        <source>save a kubeconfig to %1</source>
        <translation>eine kubeconfig nach %1 speichern</translation>
    </message>
    <message>
        <source>The kubeconfig is in %1; only you can read it.</source>
        <translation>Die kubeconfig liegt in %1; nur Sie können sie lesen.</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>Flotte</translation>
    </message>
    <message>
        <source>Go to Fleet</source>
        <translation>Gehe zu Flotte</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NameGuard</name>
    <message>
        <source>This connection is protected</source>
        <translation>Diese Verbindung ist geschützt</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortfahren</translation>
    </message>
    <message>
        <source>Name of the cluster</source>
        <translation>Name des Clusters</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weiteres</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>The set-up reboots workers on its way. Type the name %1 to go on.</source>
        <translation>Die Einrichtung startet unterwegs Worker neu. Geben Sie den Namen %1 ein, um fortzufahren.</translation>
    </message>
    <message>
        <source>It disturbs what runs: %1. Type the name %2 to go on.</source>
        <translation>Es stört, was läuft: %1. Geben Sie den Namen %2 ein, um fortzufahren.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NamespaceBox</name>
    <message>
        <source>All namespaces</source>
        <translation>Alle Namespaces</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NodeCardDelegate</name>
    <message>
        <source>%1 · %2 pods</source>
        <translation>%1 · %2 Pods</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NodeDetail</name>
    <message>
        <source>Cordon …</source>
        <translation>Sperren …</translation>
    </message>
    <message>
        <source>Uncordon …</source>
        <translation>Entsperren …</translation>
    </message>
    <message>
        <source>Drain …</source>
        <translation>Leeren …</translation>
    </message>
    <message>
        <source>Reboot …</source>
        <translation>Neu starten …</translation>
    </message>
    <message>
        <source>Worker id</source>
        <translation>Worker-ID</translation>
    </message>
    <message>
        <source>Flavor</source>
        <translation>Flavor</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation>Kubelet</translation>
    </message>
    <message>
        <source>Adaptor</source>
        <translation>Adaptor</translation>
    </message>
    <message>
        <source>Confidential pods</source>
        <translation>Vertrauliche Pods</translation>
    </message>
    <message>
        <source>Boot id</source>
        <translation>Boot-ID</translation>
    </message>
    <message>
        <source>States over time</source>
        <translation>Status im Zeitverlauf</translation>
    </message>
    <message>
        <source>States of the worker over time</source>
        <translation>Status des Workers im Zeitverlauf</translation>
    </message>
    <message>
        <source>What was it at</source>
        <translation>Status am</translation>
    </message>
    <message>
        <source>Moment to look up</source>
        <translation>Gesuchter Zeitpunkt</translation>
    </message>
    <message>
        <source>IBM Cloud: not known</source>
        <translation>IBM Cloud: unbekannt</translation>
    </message>
    <message>
        <source>IBM Cloud: %1, %2</source>
        <translation>IBM Cloud: %1, %2</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>%1; it offers no places</source>
        <translation>%1; er bietet keine Plätze</translation>
    </message>
    <message>
        <source>%1 of %2 places (kata.peerpods.io/vm)</source>
        <translation>%1 von %2 Plätzen (kata.peerpods.io/vm)</translation>
    </message>
    <message>
        <source>Shows first what it would do.</source>
        <translation>Zeigt zuerst, was es tun würde.</translation>
    </message>
    <message>
        <source>FROM</source>
        <translation>VON</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>STATUS</translation>
    </message>
    <message>
        <source>FOR</source>
        <translation>DAUER</translation>
    </message>
    <message>
        <source>Nobody had seen this worker yet, or it was gone.</source>
        <translation>Noch niemand hatte diesen Worker gesehen, oder er war weg.</translation>
    </message>
    <message>
        <source>It was %1, since %2.</source>
        <translation>Sein Status war %1, seit %2.</translation>
    </message>
    <message>
        <source>Nobody looked then. Last seen before it, %1: %2.</source>
        <translation>Da sah niemand hin. Zuletzt davor gesehen, %1: %2.</translation>
    </message>
    <message>
        <source>Nothing is recorded yet: it begins with the first look that is complete.</source>
        <translation>Noch ist nichts aufgezeichnet: Es beginnt mit der ersten vollständigen Abfrage.</translation>
    </message>
    <message>
        <source>ready, restarted %1 times</source>
        <translation>bereit, %1-mal neu gestartet</translation>
    </message>
    <message>
        <source>not ready, restarted %1 times</source>
        <translation>nicht bereit, %1-mal neu gestartet</translation>
    </message>
    <message>
        <source>What is shown of it</source>
        <translation>Was davon gezeigt wird</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>as it was %1 ago</source>
        <translation>Stand vor %1</translation>
    </message>
    <message>
        <source>All pods of this worker</source>
        <translation>Alle Pods dieses Workers</translation>
    </message>
    <message>
        <source>Pods on this worker</source>
        <translation>Pods auf diesem Worker</translation>
    </message>
    <message>
        <source>Enter opens the pod.</source>
        <translation>Enter öffnet den Pod.</translation>
    </message>
    <message>
        <source>A double click or Enter opens the pod.</source>
        <translation>Ein Doppelklick oder Enter öffnet den Pod.</translation>
    </message>
    <message>
        <source>No confidential pod is on it.</source>
        <translation>Auf ihm läuft kein vertraulicher Pod.</translation>
    </message>
    <message>
        <source>Pods are being read …</source>
        <translation>Pods werden gelesen …</translation>
    </message>
    <message>
        <source>These rights do not show pods: “list pods” is missing. Overview names the Role that would help.</source>
        <translation>Diese Rechte zeigen keine Pods: „list pods“ fehlt. Die Übersicht nennt die Rolle, die helfen würde.</translation>
    </message>
    <message>
        <source>These rights show the pods of namespace %1 only.</source>
        <translation>Diese Rechte zeigen nur die Pods des Namespace %1.</translation>
    </message>
    <message>
        <source>Pods that are not confidential are watched only while the list of all pods is open.</source>
        <translation>Nicht vertrauliche Pods werden nur beobachtet, solange die Liste aller Pods offen ist.</translation>
    </message>
    <message>
        <source>The list of pods could not be read.</source>
        <translation>Die Liste der Pods konnte nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NodeRowActions</name>
    <message>
        <source>Copy worker id</source>
        <translation>Worker-ID kopieren</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NodesPlace</name>
    <message>
        <source>Nodes</source>
        <translation>Nodes</translation>
    </message>
    <message>
        <source>Filter the nodes</source>
        <translation>Die Nodes filtern</translation>
    </message>
    <message>
        <source>Nodes as cards</source>
        <translation>Nodes als Karten</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>As cards</source>
        <translation>Als Karten</translation>
    </message>
    <message>
        <source>Nothing matches the filter. Esc clears it.</source>
        <translation>Nichts passt zum Filter. Esc leert ihn.</translation>
    </message>
    <message>
        <source>Nodes are being read …</source>
        <translation>Nodes werden gelesen …</translation>
    </message>
    <message>
        <source>The cluster has no nodes.</source>
        <translation>Der Cluster hat keine Nodes.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>You may not list nodes. They belong to the whole cluster: its administrator can allow it with a ClusterRole.</source>
        <translation>Sie dürfen Nodes nicht auflisten. Sie gehören zum ganzen Cluster: Dessen Verwalter kann es mit einer ClusterRole erlauben.</translation>
    </message>
    <message>
        <source>The list of nodes could not be read.</source>
        <translation>Die Liste der Nodes konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Cocoon tries again by itself.</source>
        <translation>Cocoon versucht es von selbst wieder.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Shown rows as CSV …</source>
        <translation>Gezeigte Zeilen als CSV …</translation>
    </message>
    <message>
        <source>Shown rows as JSON …</source>
        <translation>Gezeigte Zeilen als JSON …</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ObjectFeed</name>
    <message>
        <source>Reading the events …</source>
        <translation>Ereignisse werden gelesen …</translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation>Stand %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::OverviewPlace</name>
    <message>
        <source>installed</source>
        <translation>installiert</translation>
    </message>
    <message>
        <source>installing</source>
        <translation>wird installiert</translation>
    </message>
    <message>
        <source>waiting for reboot</source>
        <translation>wartet auf Neustart</translation>
    </message>
    <message>
        <source>rebooting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>being removed</source>
        <translation>wird entfernt</translation>
    </message>
    <message>
        <source>not Ready</source>
        <translation>nicht Ready</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>being deleted</source>
        <translation>wird gelöscht</translation>
    </message>
    <message>
        <source>failed or stopped</source>
        <translation>gescheitert oder gestoppt</translation>
    </message>
    <message>
        <source>owned by nobody</source>
        <translation>ohne Besitzer</translation>
    </message>
    <message>
        <source>Workers installed</source>
        <translation>Installierte Worker</translation>
    </message>
    <message>
        <source>Confidential pods</source>
        <translation>Vertrauliche Pods</translation>
    </message>
    <message>
        <source>Peer-pod VSIs</source>
        <translation>Peer-Pod-VSIs</translation>
    </message>
    <message>
        <source>Cost of peer pods now</source>
        <translation>Kosten der Peer-Pods jetzt</translation>
    </message>
    <message>
        <source>USD per hour</source>
        <translation>USD pro Stunde</translation>
    </message>
    <message>
        <source>Workers by install state</source>
        <translation>Worker nach Installationsstatus</translation>
    </message>
    <message>
        <source>Peer-pod VSIs by state</source>
        <translation>Peer-Pod-VSIs nach Status</translation>
    </message>
    <message>
        <source>Start of a confidential pod</source>
        <translation>Start eines vertraulichen Pods</translation>
    </message>
    <message>
        <source>Cost of peer pods</source>
        <translation>Kosten der Peer-Pods</translation>
    </message>
    <message>
        <source>Room for more</source>
        <translation>Platz für mehr</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>How far back the charts go</source>
        <translation>Wie weit die Diagramme zurückreichen</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Everything kept</source>
        <translation>Alles Aufbewahrte</translation>
    </message>
    <message>
        <source>What is seen is not kept: %1</source>
        <translation>Der Verlauf wird nicht aufbewahrt: %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>%1 not Ready</source>
        <translation>%1 nicht Ready</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>of %1 places</source>
        <translation>von %1 Plätzen</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 gescheitert</translation>
    </message>
    <message>
        <source>%1 starting</source>
        <translation>%1 im Start</translation>
    </message>
    <message>
        <source>All running</source>
        <translation>Alle laufen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>in namespace %1</source>
        <translation>im Namespace %1</translation>
    </message>
    <message numerus="yes">
        <source>%n orphan(s)</source>
        <translation>
            <numerusform>%n verwaist</numerusform>
            <numerusform>%n verwaist</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 not running</source>
        <translation>%1 nicht in Betrieb</translation>
    </message>
    <message>
        <source>All owned</source>
        <translation>Alle zugeordnet</translation>
    </message>
    <message>
        <source>%1 USD since %2</source>
        <translation>%1 USD seit %2</translation>
    </message>
    <message>
        <source>USD/h</source>
        <translation>USD/h</translation>
    </message>
    <message>
        <source>over your limit</source>
        <translation>über Ihrer Grenze</translation>
    </message>
    <message>
        <source>not all prices known</source>
        <translation>nicht alle Preise bekannt</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
    <message>
        <source>seen since %1</source>
        <translation>gesehen seit %1</translation>
    </message>
    <message>
        <source>No start was seen yet. A confidential pod usually needs three to four minutes: its server, the agent in it, the pod.</source>
        <translation>Noch kein Start gesehen. Ein vertraulicher Pod braucht meist drei bis vier Minuten: sein Server, der Agent darin, der Pod.</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>letzte %1</translation>
    </message>
    <message>
        <source>Workers offer places for confidential pods once they are installed.</source>
        <translation>Worker bieten Plätze für vertrauliche Pods, sobald sie installiert sind.</translation>
    </message>
    <message>
        <source>places, addresses, processors</source>
        <translation>Plätze, Adressen, Prozessoren</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>durch: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n left behind</source>
        <translation>
            <numerusform>%n zurückgelassen</numerusform>
            <numerusform>%n zurückgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a known owner</source>
        <translation>
            <numerusform>%n ohne bekannten Besitzer</numerusform>
            <numerusform>%n ohne bekannten Besitzer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not counted: %n of other clusters in this VPC</source>
        <translation>
            <numerusform>nicht gezählt: %n von anderen Clustern in dieser VPC</numerusform>
            <numerusform>nicht gezählt: %n von anderen Clustern in dieser VPC</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was at %1.</source>
        <translation>Stand: %1.</translation>
    </message>
    <message>
        <source>As it is now.</source>
        <translation>Stand: jetzt.</translation>
    </message>
    <message numerus="yes">
        <source>%n that nobody owns</source>
        <translation>
            <numerusform>%n ohne Besitzer</numerusform>
            <numerusform>%n ohne Besitzer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being deleted</source>
        <translation>
            <numerusform>%n wird gelöscht</numerusform>
            <numerusform>%n werden gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>The first look that is recorded is on its way.</source>
        <translation>Die erste aufgezeichnete Abfrage ist unterwegs.</translation>
    </message>
    <message>
        <source>Recorded since %1: too short a time for a line.</source>
        <translation>Aufgezeichnet seit %1: zu kurz für eine Linie.</translation>
    </message>
    <message>
        <source>Not known while the cluster does not answer.</source>
        <translation>Nicht bekannt, solange der Cluster nicht antwortet.</translation>
    </message>
    <message>
        <source>all with TDX</source>
        <translation>alle mit TDX</translation>
    </message>
    <message>
        <source>%1 of %2 with TDX</source>
        <translation>%1 von %2 mit TDX</translation>
    </message>
    <message>
        <source>as it was at %1</source>
        <translation>Stand von %1</translation>
    </message>
    <message numerus="yes">
        <source>%n completed</source>
        <translation>
            <numerusform>%n abgeschlossen</numerusform>
            <numerusform>%n abgeschlossen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::Palette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>%1    (%2)</source>
        <translation>%1    (%2)</translation>
    </message>
    <message>
        <source>No command is called like that.</source>
        <translation>Kein Befehl heißt so.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::PodDetail</name>
    <message>
        <source>%1 · %2 vCPU · %3 GiB</source>
        <translation>%1 · %2 vCPU · %3 GiB</translation>
    </message>
    <message>
        <source>%1 USD/h · %2 USD so far (list price)</source>
        <translation>%1 USD/h · bisher %2 USD (Listenpreis)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>What is shown of it</source>
        <translation>Was davon gezeigt wird</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>VSI</source>
        <translation>VSI</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>PeerPod and VSI</source>
        <translation>PeerPod und VSI</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 of %4 ready</source>
        <translation>%1 · %2 · %3 von %4 bereit</translation>
    </message>
    <message>
        <source>bare pod</source>
        <translation>Pod ohne Controller</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>INITDATA</source>
        <translation>INITDATA</translation>
    </message>
    <message>
        <source>Attested</source>
        <translation>Attestiert</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>Laufzeitumgebung</translation>
    </message>
    <message>
        <source>the worker's own; no pod VM</source>
        <translation>die des Workers; keine Pod-VM</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Left by an attempt before</source>
        <translation>Von einem früheren Versuch übrig</translation>
    </message>
    <message>
        <source>%1 · made %2 ago</source>
        <translation>%1 · vor %2 erstellt</translation>
    </message>
    <message>
        <source>No pod of this cluster owns this VSI, and it costs money every hour. Cocoon does not delete it on its own.</source>
        <translation>Kein Pod dieses Clusters besitzt diese VSI, und sie kostet jede Stunde Geld. Cocoon löscht sie nicht von selbst.</translation>
    </message>
    <message>
        <source>No living pod of this cluster is known to own this VSI.</source>
        <translation>Von keinem lebenden Pod dieses Clusters ist bekannt, dass er diese VSI besitzt.</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>PeerPod</source>
        <translation>PeerPod</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Being deleted</source>
        <translation>Wird gelöscht</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>the VPC does not have it</source>
        <translation>in der VPC nicht vorhanden</translation>
    </message>
    <message>
        <source>not known: the cloud was not asked</source>
        <translation>unbekannt: die Cloud wurde nicht gefragt</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>Gründe</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>No PeerPod and no VSI yet. The adaptor on the worker makes both when the kubelet asks for the sandbox.</source>
        <translation>Noch kein PeerPod und keine VSI. Der Adaptor auf dem Worker erstellt beide, wenn das Kubelet nach der Sandbox fragt.</translation>
    </message>
    <message>
        <source>Starting for %1</source>
        <translation>Startet seit %1</translation>
    </message>
    <message>
        <source>Start: %1</source>
        <translation>Start: %1</translation>
    </message>
    <message>
        <source>Copy as oc</source>
        <translation>Als oc kopieren</translation>
    </message>
    <message>
        <source>Copy as ibmcloud</source>
        <translation>Als ibmcloud kopieren</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>The pod is gone, its PeerPod still holds this VSI, and it costs money every hour.</source>
        <translation>Der Pod ist weg, sein PeerPod hält diese VSI noch fest, und sie kostet jede Stunde Geld.</translation>
    </message>
    <message>
        <source>It may be a start under way, or another cluster's: ask there before you remove it.</source>
        <translation>Vielleicht ist ein Start im Gang, oder sie gehört einem anderen Cluster: Dort nachfragen, bevor Sie sie entfernen.</translation>
    </message>
    <message>
        <source>The operator deletes it and then the PeerPod: see why it does not.</source>
        <translation>Der Operator löscht sie und dann den PeerPod: Nachsehen, warum er es nicht tut.</translation>
    </message>
    <message>
        <source>Seen here</source>
        <translation>Hier gesehen</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Looks again first, and shows what it would do.</source>
        <translation>Sieht erst erneut nach und zeigt, was es tun würde.</translation>
    </message>
    <message>
        <source>In a shell, after checking name, age and subnet:</source>
        <translation>In einer Shell, nach Prüfung von Name, Alter und Subnetz:</translation>
    </message>
    <message>
        <source>Command that removes it</source>
        <translation>Befehl, der sie entfernt</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>Pod IP</source>
        <translation>Pod-IP</translation>
    </message>
    <message>
        <source>VSI IP</source>
        <translation>VSI-IP</translation>
    </message>
    <message>
        <source>Why it is called an orphan</source>
        <translation>Warum sie als verwaist gilt</translation>
    </message>
    <message>
        <source>What was seen</source>
        <translation>Was gesehen wurde</translation>
    </message>
    <message>
        <source>≈ %1 USD/h · ≈ %2 USD so far (list price of us-south of %3; the catalog did not answer)</source>
        <translation>≈ %1 USD/h · ≈ bisher %2 USD (Listenpreis in us-south, Stand %3; der Katalog antwortete nicht)</translation>
    </message>
    <message>
        <source>yes, proven from this computer</source>
        <translation>ja, von diesem Rechner aus bewiesen</translation>
    </message>
    <message>
        <source>no proof made from this computer</source>
        <translation>kein Beweis von diesem Rechner aus</translation>
    </message>
    <message>
        <source>The cluster has not answered since %1. What has changed since then is unknown, and nothing is removed until it answers again.</source>
        <translation>Der Cluster hat seit %1 nicht geantwortet. Was sich seither geändert hat, ist unbekannt, und nichts wird entfernt, bis er wieder antwortet.</translation>
    </message>
    <message>
        <source>The cluster does not answer, so the owner of this VSI is unknown. It costs money meanwhile.</source>
        <translation>Der Cluster antwortet nicht, also ist der Besitzer dieser VSI unbekannt. Sie kostet derweil Geld.</translation>
    </message>
    <message>
        <source>the VSI's id in the PeerPod</source>
        <translation>die Id der VSI im PeerPod</translation>
    </message>
    <message>
        <source>its name alone; no PeerPod has its id</source>
        <translation>allein ihr Name; kein PeerPod hat ihre Id</translation>
    </message>
    <message>
        <source>Matched by</source>
        <translation>Zugeordnet durch</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::PodsPlace</name>
    <message>
        <source>Confidential pods</source>
        <translation>Vertrauliche Pods</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>Was aufgelistet ist</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namespace</translation>
    </message>
    <message>
        <source>All words must match. !word leaves out, /expression/ is a regular expression, app=web is a label.</source>
        <translation>Alle Wörter müssen passen. !Wort schließt aus, /Ausdruck/ ist ein regulärer Ausdruck, app=web ist ein Label.</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>Tabelle filtern</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Shown rows as CSV …</source>
        <translation>Gezeigte Zeilen als CSV …</translation>
    </message>
    <message>
        <source>Shown rows as JSON …</source>
        <translation>Gezeigte Zeilen als JSON …</translation>
    </message>
    <message>
        <source>All pods</source>
        <translation>Alle Pods</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Nothing matches the filter. Esc clears it.</source>
        <translation>Nichts passt zum Filter. Esc leert ihn.</translation>
    </message>
    <message>
        <source>this cluster</source>
        <translation>diesem Cluster</translation>
    </message>
    <message>
        <source>namespace %1</source>
        <translation>Namespace %1</translation>
    </message>
    <message>
        <source>There are none in %1.</source>
        <translation>In %1 gibt es keine.</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>Reading the pods …</source>
        <translation>Pods werden gelesen …</translation>
    </message>
    <message>
        <source>The pods could not be read.</source>
        <translation>Die Pods waren nicht lesbar.</translation>
    </message>
    <message>
        <source>No pods run in %1.</source>
        <translation>In %1 laufen keine Pods.</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Read %1 ago</source>
        <translation>Vor %1 gelesen</translation>
    </message>
    <message>
        <source>the cloud's side is not known</source>
        <translation>die Seite der Cloud ist unbekannt</translation>
    </message>
    <message>
        <source>Filter by name, VSI id, IP, label</source>
        <translation>Filtern nach Name, VSI-ID, IP, Label</translation>
    </message>
    <message>
        <source>Filter by name or label</source>
        <translation>Filtern nach Name oder Label</translation>
    </message>
    <message>
        <source>You may not list %1 here.</source>
        <translation>Sie dürfen %1 hier nicht auflisten.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Confidential pods, all pods, or any other kind the cluster serves</source>
        <translation>Vertrauliche Pods, alle Pods oder jede andere Art, die der Cluster anbietet</translation>
    </message>
    <message>
        <source>No confidential pods run in %1: none of its %2 pods has a confidential runtime class such as kata-remote.</source>
        <translation>In %1 laufen keine vertraulichen Pods: Keiner der %2 Pods dort hat eine vertrauliche RuntimeClass wie kata-remote.</translation>
    </message>
    <message>
        <source>Next attempt in %1 s</source>
        <translation>Nächster Versuch in %1 s</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Open Setup ▸ Workload</source>
        <translation>Einrichtung ▸ Workload öffnen</translation>
    </message>
    <message>
        <source>%1, still reading</source>
        <translation>%1, es wird noch gelesen</translation>
    </message>
    <message>
        <source>%1 of %2, still reading</source>
        <translation>%1 von %2, es wird noch gelesen</translation>
    </message>
    <message>
        <source>Open the set-up</source>
        <translation>Einrichtung öffnen</translation>
    </message>
    <message>
        <source>You may not list pods here. Choose a namespace that you have access to.</source>
        <translation>Sie dürfen hier keine Pods auflisten. Wählen Sie einen Namespace, auf den Sie Zugriff haben.</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ProgressCard</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>running for %1</source>
        <translation>läuft seit %1</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>dauerte %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ProgressModel</name>
    <message>
        <source>Waiting for %1</source>
        <translation>Warten auf %1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>%1, usually %2</source>
        <translation>%1, meist %2</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>made</source>
        <translation>ausgeführt</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>eingetroffen</translation>
    </message>
    <message>
        <source>WHAT</source>
        <translation>WAS</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>STATUS</translation>
    </message>
    <message>
        <source>TIME</source>
        <translation>DAUER</translation>
    </message>
    <message>
        <source>SINCE</source>
        <translation>SEIT</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message numerus="yes">
        <source>failed, %n tries</source>
        <translation>
            <numerusform>fehlgeschlagen, %n Versuch</numerusform>
            <numerusform>fehlgeschlagen, %n Versuche</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::Rail</name>
    <message>
        <source>Places</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>%1: open a connection first</source>
        <translation>%1: erst eine Verbindung öffnen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ReviewPage</name>
    <message>
        <source>Asked for separately</source>
        <translation>Getrennt erfragt</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Review: everything that will happen</source>
        <translation>Prüfung: alles, was geschehen wird</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Workers to reboot</source>
        <translation>Worker-Neustarts</translation>
    </message>
    <message>
        <source>In the way</source>
        <translation>Im Weg</translation>
    </message>
    <message>
        <source>Cost when done</source>
        <translation>Kosten am Ende</translation>
    </message>
    <message>
        <source>to make</source>
        <translation>auszuführen</translation>
    </message>
    <message>
        <source>one at a time</source>
        <translation>nacheinander</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>to solve first</source>
        <translation>zuerst zu lösen</translation>
    </message>
    <message>
        <source>USD/h more</source>
        <translation>USD/h mehr</translation>
    </message>
    <message>
        <source>Not everything is known yet; Cocoon is still looking.</source>
        <translation>Noch ist nicht alles bekannt; Cocoon prüft noch.</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) stand in the way.</source>
        <translation>
            <numerusform>%n Hindernis steht im Weg.</numerusform>
            <numerusform>%n Hindernisse stehen im Weg.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is left to do.</source>
        <translation>Nichts mehr zu tun.</translation>
    </message>
    <message>
        <source>Cocoon is still looking; the list grows until everything is known.</source>
        <translation>Cocoon prüft noch; die Liste wächst, bis alles bekannt ist.</translation>
    </message>
    <message>
        <source>Nothing is left to do: what is wanted is there already.</source>
        <translation>Nichts mehr zu tun: Das Gewünschte ist schon da.</translation>
    </message>
    <message>
        <source>Allow "%1", which breaks running confidential pods (%2)</source>
        <translation>„%1“ erlauben, was laufende vertrauliche Pods zerstört (%2)</translation>
    </message>
    <message>
        <source>Allow "%1" (%2)</source>
        <translation>„%1“ erlauben (%2)</translation>
    </message>
    <message>
        <source>What stands in the way</source>
        <translation>Was im Weg steht</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>Was zu wissen ist</translation>
    </message>
    <message numerus="yes">
        <source>Besides the %n change(s) below, as they come: %1.</source>
        <translation>
            <numerusform>Zu der %n Änderung unten kommen, wie es anfällt: %1.</numerusform>
            <numerusform>Zu den %n Änderungen unten kommen, wie es anfällt: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has been changed yet. Values that are only known later are shown as such.</source>
        <translation>Noch ist nichts geändert. Werte, die erst später bekannt sind, sind als solche gezeigt.</translation>
    </message>
    <message>
        <source>USD/h more; not all prices known</source>
        <translation>USD/h mehr; nicht alle Preise bekannt</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::RightsCard</name>
    <message>
        <source>What these rights do not show</source>
        <translation>Was diese Rechte nicht zeigen</translation>
    </message>
    <message>
        <source>Roles and commands for whoever may grant them</source>
        <translation>Roles und Befehle für alle, die sie vergeben dürfen</translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation>Fehlt: %1</translation>
    </message>
    <message>
        <source>Copy the Roles that show it</source>
        <translation>Roles kopieren, die es zeigen</translation>
    </message>
    <message>
        <source>Log in …</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <source>Copy the ClusterRole that shows it</source>
        <translation>ClusterRole kopieren, die es zeigt</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::RowActions</name>
    <message>
        <source>Copy cell</source>
        <translation>Zelle kopieren</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Name kopieren</translation>
    </message>
    <message>
        <source>Copy VSI id</source>
        <translation>VSI-ID kopieren</translation>
    </message>
    <message>
        <source>Copy YAML</source>
        <translation>YAML kopieren</translation>
    </message>
    <message>
        <source>Copy as oc</source>
        <translation>Als oc kopieren</translation>
    </message>
    <message>
        <source>Copy as kubectl</source>
        <translation>Als kubectl kopieren</translation>
    </message>
    <message>
        <source>Export the shown rows</source>
        <translation>Gezeigte Zeilen exportieren</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::RunningCard</name>
    <message>
        <source>Running now</source>
        <translation>Läuft gerade</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>The set-up</source>
        <translation>Die Einrichtung</translation>
    </message>
    <message>
        <source>%1: stopping at a clean point. What was sent is awaited, nothing new is sent.</source>
        <translation>%1: hält geordnet an. Gesendetes wird abgewartet, nichts Neues gesendet.</translation>
    </message>
    <message numerus="yes">
        <source>%1: waits for your approval of %n change(s).</source>
        <translation>
            <numerusform>%1: wartet auf Ihre Zustimmung zu %n Änderung.</numerusform>
            <numerusform>%1: wartet auf Ihre Zustimmung zu %n Änderungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Do not wait for it</source>
        <translation>Nicht darauf warten</translation>
    </message>
    <message>
        <source>Stop at a clean point</source>
        <translation>Geordnet anhalten</translation>
    </message>
    <message>
        <source>Keep running in the background</source>
        <translation>Im Hintergrund weiterlaufen</translation>
    </message>
    <message>
        <source>Puts the window away. It comes back when the run has ended or needs an answer, or when Cocoon is started again.</source>
        <translation>Legt das Fenster weg. Es kommt zurück, wenn der Lauf zu Ende ist oder eine Antwort braucht oder wenn Cocoon erneut gestartet wird.</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SaveFile</name>
    <message>
        <source>write %1</source>
        <translation>%1 schreiben</translation>
    </message>
    <message>
        <source>Nothing was saved: %1.</source>
        <translation>Nichts wurde gespeichert: %1.</translation>
    </message>
    <message>
        <source>Choose another folder, or make room there; then save it again.</source>
        <translation>Einen anderen Ordner wählen oder dort Platz schaffen; dann erneut speichern.</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SettingsPlace</name>
    <message>
        <source>window, network</source>
        <translation>Fenster, Netzwerk</translation>
    </message>
    <message>
        <source>TLS, digests</source>
        <translation>TLS, Digests</translation>
    </message>
    <message>
        <source>reads YAML</source>
        <translation>liest YAML</translation>
    </message>
    <message>
        <source>reads JSON</source>
        <translation>liest JSON</translation>
    </message>
    <message>
        <source>reads INITDATA</source>
        <translation>liest INITDATA</translation>
    </message>
    <message>
        <source>results and errors</source>
        <translation>Ergebnisse und Fehler</translation>
    </message>
    <message>
        <source>compression</source>
        <translation>Kompression</translation>
    </message>
    <message>
        <source>the desktop's keyring</source>
        <translation>der Schlüsselbund des Desktops</translation>
    </message>
    <message>
        <source>fonts, where installed</source>
        <translation>Schriften, wo installiert</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Cocoon speaks it from the next start on.</source>
        <translation>Cocoon spricht sie ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>from the environment (HTTPS_PROXY, NO_PROXY)</source>
        <translation>aus der Umgebung (HTTPS_PROXY, NO_PROXY)</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Counts for connections that are opened from now on.</source>
        <translation>Gilt für Verbindungen, die ab jetzt geöffnet werden.</translation>
    </message>
    <message>
        <source>Secrets and files</source>
        <translation>Geheimnisse und Dateien</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>About Cocoon %1</source>
        <translation>Über Cocoon %1</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder später. Ohne jede Gewährleistung.</translation>
    </message>
    <message>
        <source>What leaves this machine</source>
        <translation>Was diesen Rechner verlässt</translation>
    </message>
    <message>
        <source>Only requests to the endpoints of the connection you open: IBM Cloud's interfaces, your cluster's API server, and the trustee you name. No account of ours, no telemetry, no update check.</source>
        <translation>Nur Anfragen an die Endpunkte der Verbindung, die Sie öffnen: die Schnittstellen der IBM Cloud, der API-Server Ihres Clusters und der Trustee, den Sie angeben. Kein Konto bei uns, keine Telemetrie, keine Suche nach Updates.</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>Hergestellt mit</translation>
    </message>
    <message>
        <source>charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>what was seen</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Spend limit in USD per hour</source>
        <translation>Ausgabengrenze in USD pro Stunde</translation>
    </message>
    <message>
        <source> USD/h</source>
        <translation> USD/h</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>ohne Grenze</translation>
    </message>
    <message>
        <source>Peer pods may cost</source>
        <translation>Peer-Pods dürfen kosten</translation>
    </message>
    <message>
        <source>Say alerts on the desktop too</source>
        <translation>Alarme auch auf dem Desktop melden</translation>
    </message>
    <message>
        <source>Said once each: a server that nobody owns, more cost than the limit, a worker that falls out of “installed”, a confidential pod that fails. They come from what the open connection shows; nothing runs while Cocoon is closed.</source>
        <translation>Jeweils einmal gemeldet: ein Server, der niemandem gehört, höhere Kosten als die Grenze, ein Worker, der nicht mehr „installed“ ist, ein vertraulicher Pod, der scheitert. Sie stammen aus dem, was die offene Verbindung zeigt; nichts läuft, solange Cocoon geschlossen ist.</translation>
    </message>
    <message>
        <source>Endpoints of IBM Cloud</source>
        <translation>Endpunkte der IBM Cloud</translation>
    </message>
    <message>
        <source>Public</source>
        <translation>Öffentlich</translation>
    </message>
    <message>
        <source>Private network</source>
        <translation>Privates Netz</translation>
    </message>
    <message>
        <source>Virtual private endpoint (VPE)</source>
        <translation>Virtual Private Endpoint (VPE)</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>Endpunkte</translation>
    </message>
    <message>
        <source>Region of the private network</source>
        <translation>Region des privaten Netzes</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>IAM, VPC and containers are asked on IBM Cloud's private network, and the cluster by the endpoint in its VPC. Works from inside the VPC or through a VPN. Counts for logins from now on; prices come from the catalog, which is public only.</source>
        <translation>IAM, VPC und Containers werden im privaten Netz der IBM Cloud gefragt und der Cluster über den Endpunkt in seiner VPC. Geht aus der VPC heraus oder über ein VPN. Gilt für Anmeldungen ab jetzt; Preise kommen aus dem Katalog, den es nur öffentlich gibt.</translation>
    </message>
    <message>
        <source>IAM, VPC and containers are asked on IBM Cloud's private network, and the cluster by its private endpoint. Works from inside IBM Cloud or through a VPN. Counts for logins from now on; prices come from the catalog, which is public only.</source>
        <translation>IAM, VPC und Containers werden im privaten Netz der IBM Cloud gefragt und der Cluster über seinen privaten Endpunkt. Geht aus der IBM Cloud heraus oder über ein VPN. Gilt für Anmeldungen ab jetzt; Preise kommen aus dem Katalog, den es nur öffentlich gibt.</translation>
    </message>
    <message>
        <source>Data folder: journals, Intents, the sandbox's world</source>
        <translation>Datenordner: Journale, Intents, die Welt der Sandbox</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Counts for connections that are opened from now on. What lies in the old folder stays there.</source>
        <translation>Gilt für Verbindungen, die ab jetzt geöffnet werden. Was im alten Ordner liegt, bleibt dort.</translation>
    </message>
    <message>
        <source>%1 cannot be used: give the full path of a folder that you may write to.</source>
        <translation>%1 ist nicht verwendbar: den vollen Pfad eines Ordners angeben, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>These settings, and the connections beside them</source>
        <translation>Diese Einstellungen und daneben die Verbindungen</translation>
    </message>
    <message>
        <source>Secrets live here between runs: %1</source>
        <translation>Zwischen Läufen wohnen Geheimnisse hier: %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SetupPlace</name>
    <message>
        <source>Setup</source>
        <translation>Einrichtung</translation>
    </message>
    <message>
        <source>Steps of the set-up</source>
        <translation>Schritte der Einrichtung</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch unbekannt</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>blockiert</translation>
    </message>
    <message>
        <source>ready to go</source>
        <translation>startbereit</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>drifted</source>
        <translation>abgewichen</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>not done yet</source>
        <translation>noch offen</translation>
    </message>
    <message>
        <source>Review and do it all</source>
        <translation>Prüfen und ausführen</translation>
    </message>
    <message>
        <source>everything at once</source>
        <translation>alles auf einmal</translation>
    </message>
    <message>
        <source>Stopping at a clean point: what was sent is awaited, nothing new is sent.</source>
        <translation>Hält geordnet an: Gesendetes wird abgewartet, nichts Neues gesendet.</translation>
    </message>
    <message>
        <source>Working for %1.</source>
        <translation>In Arbeit seit %1.</translation>
    </message>
    <message>
        <source>Waiting for %1.</source>
        <translation>Warten auf %1.</translation>
    </message>
    <message>
        <source>Do not wait for it</source>
        <translation>Nicht darauf warten</translation>
    </message>
    <message>
        <source>Stop at a clean point</source>
        <translation>Geordnet anhalten</translation>
    </message>
    <message>
        <source>Do it all</source>
        <translation>Alles ausführen</translation>
    </message>
    <message>
        <source>Goes on by itself through every step; stop it whenever you like.</source>
        <translation>Läuft von selbst durch alle Schritte; lässt sich jederzeit anhalten.</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Cocoon is still looking.</source>
        <translation>Cocoon prüft noch.</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Los</translation>
    </message>
    <message>
        <source>Something stands in the way.</source>
        <translation>Etwas steht im Weg.</translation>
    </message>
    <message>
        <source>In the way: %1.</source>
        <translation>Im Weg: %1.</translation>
    </message>
    <message>
        <source>%1 comes first.</source>
        <translation>Zuerst kommt %1.</translation>
    </message>
    <message>
        <source>Something differs from what is wanted.</source>
        <translation>Etwas weicht vom Gewünschten ab.</translation>
    </message>
    <message numerus="yes">
        <source>Make %n change(s)</source>
        <translation>
            <numerusform>%n Änderung ausführen</numerusform>
            <numerusform>%n Änderungen ausführen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to send: it is on its way.</source>
        <translation>Nichts zu senden: Es ist unterwegs.</translation>
    </message>
    <message>
        <source>Watch it</source>
        <translation>Zusehen</translation>
    </message>
    <message>
        <source>Looking only: the right to %1 is missing.</source>
        <translation>Nur ansehen: Das Recht auf %1 fehlt.</translation>
    </message>
    <message>
        <source>Stopped. %1</source>
        <translation>Angehalten. %1</translation>
    </message>
    <message>
        <source>waits for your approval</source>
        <translation>wartet auf Ihre Zustimmung</translation>
    </message>
    <message>
        <source>approve</source>
        <translation>zustimmen</translation>
    </message>
    <message>
        <source>Waiting for your approval.</source>
        <translation>Wartet auf Ihre Zustimmung.</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>optional</translation>
    </message>
    <message>
        <source>Type the name above to go on.</source>
        <translation>Geben Sie den Namen oben ein, um fortzufahren.</translation>
    </message>
    <message>
        <source>then %1</source>
        <translation>dann %1</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
    <message>
        <source>waited in vain</source>
        <translation>vergeblich gewartet</translation>
    </message>
    <message>
        <source>Given up; what to do stands above.</source>
        <translation>Aufgegeben; was zu tun ist, steht oben.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SheetWords</name>
    <message>
        <source>Places for confidential pods (kata.peerpods.io/vm)</source>
        <translation>Plätze für vertrauliche Pods (kata.peerpods.io/vm)</translation>
    </message>
    <message>
        <source>%1 of %2 taken</source>
        <translation>%1 von %2 belegt</translation>
    </message>
    <message>
        <source>Addresses in %1</source>
        <translation>Adressen in %1</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Angefordert</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Server runs after s</source>
        <translation>Server läuft nach s</translation>
    </message>
    <message>
        <source>Agent ready after s</source>
        <translation>Agent bereit nach s</translation>
    </message>
    <message>
        <source>Pod ready after s</source>
        <translation>Pod bereit nach s</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>vCPU of peer-pod VSIs</source>
        <translation>vCPUs der Peer-Pod-VSIs</translation>
    </message>
    <message>
        <source>Peer pods use %1 vCPU</source>
        <translation>Peer-Pods belegen %1 vCPUs</translation>
    </message>
    <message>
        <source>quota not readable (default %1, workers included)</source>
        <translation>Quota nicht lesbar (Standard %1, Worker zählen mit)</translation>
    </message>
    <message>
        <source>not observed</source>
        <translation>nicht beobachtet</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 von %2 frei</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SpanBar</name>
    <message>
        <source>not observed</source>
        <translation>nicht beobachtet</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StackChart</name>
    <message>
        <source>not observed</source>
        <translation>nicht beobachtet</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StartView</name>
    <message>
        <source>%1: under way</source>
        <translation>%1: im Gang</translation>
    </message>
    <message>
        <source>Start of the pod</source>
        <translation>Start des Pods</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 – %2
%3</source>
        <translation>%1 – %2
%3</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StateStrip</name>
    <message>
        <source>No install state</source>
        <translation>Kein Installationsstatus</translation>
    </message>
    <message>
        <source>Install state %1, %2 of %3</source>
        <translation>Installationsstatus %1, %2 von %3</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StatusLine</name>
    <message>
        <source>Nothing is contacted before you open a connection.</source>
        <translation>Nichts wird kontaktiert, bevor Sie eine Verbindung öffnen.</translation>
    </message>
    <message>
        <source>OpenShift %1</source>
        <translation>OpenShift %1</translation>
    </message>
    <message>
        <source>Sandboxed containers not installed</source>
        <translation>Sandboxed Containers nicht installiert</translation>
    </message>
    <message>
        <source>Sandboxed containers %1</source>
        <translation>Sandboxed Containers %1</translation>
    </message>
    <message>
        <source>Image %1</source>
        <translation>Image %1</translation>
    </message>
    <message>
        <source>Running for %1</source>
        <translation>Läuft seit %1</translation>
    </message>
    <message>
        <source>Nothing running</source>
        <translation>Kein Lauf</translation>
    </message>
    <message numerus="yes">
        <source>Journal: %n change(s)</source>
        <translation>
            <numerusform>Journal: %n Änderung</numerusform>
            <numerusform>Journal: %n Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Sandboxed containers: not known</source>
        <translation>Sandboxed Containers: unbekannt</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>Keine Verbindung ist offen.</translation>
    </message>
    <message>
        <source>Waiting for your approval</source>
        <translation>Wartet auf Ihre Zustimmung</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StepList</name>
    <message>
        <source>Steps of the set-up</source>
        <translation>Schritte der Einrichtung</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StepPage</name>
    <message>
        <source>Guide: %1</source>
        <translation>Anleitung: %1</translation>
    </message>
    <message>
        <source>For your own oc or kubectl</source>
        <translation>Für Ihr eigenes oc oder kubectl</translation>
    </message>
    <message>
        <source>A kubeconfig is a key to the cluster: keep it where only you can read it.</source>
        <translation>Eine kubeconfig ist ein Schlüssel zum Cluster: Bewahren Sie sie auf, wo nur Sie sie lesen können.</translation>
    </message>
    <message>
        <source>Save a kubeconfig …</source>
        <translation>kubeconfig speichern …</translation>
    </message>
    <message>
        <source>Go on with the next worker</source>
        <translation>Mit dem nächsten Worker weitermachen</translation>
    </message>
    <message>
        <source>Pause before the next worker</source>
        <translation>Vor dem nächsten Worker pausieren</translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) still to be rebooted, one at a time.</source>
        <translation>
            <numerusform>%n Worker ist noch neu zu starten.</numerusform>
            <numerusform>%n Worker sind noch neu zu starten, einer nach dem anderen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused: no worker is touched until you go on. %1</source>
        <translation>Pausiert: Kein Worker wird angefasst, bis Sie weitermachen. %1</translation>
    </message>
    <message>
        <source>Worker %1 is brought to its end, then the queue pauses. %2</source>
        <translation>Worker %1 wird zu Ende gebracht, dann pausiert die Warteschlange. %2</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::TaskPanel</name>
    <message>
        <source>Stop at a clean point</source>
        <translation>Geordnet anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This needs a word of its own. Nothing of it is sent until you agree.</source>
        <translation>Dies braucht eine eigene Zustimmung. Nichts davon wird gesendet, bis Sie zustimmen.</translation>
    </message>
    <message>
        <source>Stopping at a clean point: what was sent is awaited, nothing new is sent.</source>
        <translation>Hält geordnet an: Gesendetes wird abgewartet, nichts Neues gesendet.</translation>
    </message>
    <message>
        <source>Working for %1.</source>
        <translation>In Arbeit seit %1.</translation>
    </message>
    <message>
        <source>Waiting for %1.</source>
        <translation>Warten auf %1.</translation>
    </message>
    <message>
        <source>Another run is under way. One at a time: wait for it, or stop it.</source>
        <translation>Ein anderer Lauf ist im Gang. Nur einer zugleich: auf ihn warten oder ihn anhalten.</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Prüfung läuft …</translation>
    </message>
    <message>
        <source>It cannot be done now; why, is below.</source>
        <translation>Es geht jetzt nicht; warum, steht unten.</translation>
    </message>
    <message>
        <source>This is what will be done. Nothing is sent before you say so.</source>
        <translation>Das wird ausgeführt. Nichts wird gesendet, bevor Sie es sagen.</translation>
    </message>
    <message>
        <source>Agree and go on</source>
        <translation>Zustimmen und weiter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Do not wait for it</source>
        <translation>Nicht darauf warten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::TextTools</name>
    <message>
        <source>Wrap</source>
        <translation>Umbrechen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Save the text</source>
        <translation>Text speichern</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::WelcomePage</name>
    <message>
        <source>From a cluster to an attested confidential pod</source>
        <translation>Vom Cluster zum attestierten vertraulichen Pod</translation>
    </message>
    <message>
        <source>Cocoon sets up confidential containers on Red Hat OpenShift on IBM Cloud: pods whose memory even the cloud cannot read. It shows every change before it is made, finds every id by itself, and goes on from what is really there.</source>
        <translation>Cocoon richtet Confidential Containers auf Red Hat OpenShift on IBM Cloud ein: Pods, deren Speicher selbst die Cloud nicht lesen kann. Es zeigt jede Änderung, bevor sie ausgeführt wird, findet jede ID selbst und setzt bei dem an, was wirklich da ist.</translation>
    </message>
    <message>
        <source>Try it in the sandbox</source>
        <translation>In der Sandbox ausprobieren</translation>
    </message>
    <message>
        <source>A simulated cluster and cloud on this machine. Nothing leaves it, nothing costs anything.</source>
        <translation>Ein simulierter Cluster samt Cloud auf diesem Rechner. Nichts verlässt ihn, nichts kostet etwas.</translation>
    </message>
    <message>
        <source>Connect to IBM Cloud</source>
        <translation>Mit IBM Cloud verbinden</translation>
    </message>
    <message>
        <source>With an API key or a one-time passcode. Choose the cluster from a list.</source>
        <translation>Mit API-Schlüssel oder Einmal-Passcode. Den Cluster aus einer Liste wählen.</translation>
    </message>
    <message>
        <source>Open a kubeconfig</source>
        <translation>Eine kubeconfig öffnen</translation>
    </message>
    <message>
        <source>A cluster that you can already reach with oc or kubectl.</source>
        <translation>Ein Cluster, den Sie mit oc oder kubectl schon erreichen.</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::WorkerCard</name>
    <message>
        <source>installing</source>
        <translation>installiert</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>wird geleert</translation>
    </message>
    <message>
        <source>rebooting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>coming back</source>
        <translation>kommt zurück</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Progress of worker %1</source>
        <translation>Fortschritt von Worker %1</translation>
    </message>
    <message>
        <source>held by budget %1</source>
        <translation>gehalten von Budget %1</translation>
    </message>
    <message>
        <source>not made again: %1</source>
        <translation>nicht neu angelegt: %1</translation>
    </message>
    <message>
        <source>cordoned</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Worker %1: %2. %3</source>
        <translation>Worker %1: %2. %3</translation>
    </message>
    <message>
        <source>Back in line</source>
        <translation>Wieder einreihen</translation>
    </message>
    <message>
        <source>Put worker %1 back in line</source>
        <translation>Worker %1 wieder einreihen</translation>
    </message>
    <message>
        <source>Reboot worker %1 after all others</source>
        <translation>Worker %1 nach allen anderen neu starten</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message numerus="yes">
        <source>Drain moves %n pod(s)</source>
        <translation>
            <numerusform>Leeren verschiebt %n Pod</numerusform>
            <numerusform>Leeren verschiebt %n Pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pods that a drain of worker %1 moves: %n</source>
        <translation>
            <numerusform>Pods, die beim Leeren von Worker %1 verschoben werden: %n</numerusform>
            <numerusform>Pods, die beim Leeren von Worker %1 verschoben werden: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Put last in the queue</source>
        <translation>Ans Ende der Warteschlange</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::YamlView</name>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
</context>
<context>
    <name>cocoon::words</name>
    <message>
        <source>Create %1 %2</source>
        <translation>%1 %2 anlegen</translation>
    </message>
    <message>
        <source>Change %1 %2</source>
        <translation>%1 %2 ändern</translation>
    </message>
    <message>
        <source>Delete %1 %2</source>
        <translation>%1 %2 löschen</translation>
    </message>
    <message>
        <source>Evict pod %1/%2</source>
        <translation>Pod %1/%2 verdrängen</translation>
    </message>
    <message>
        <source>Not known: there is no connection to the cluster.</source>
        <translation>Unbekannt: keine Verbindung zum Cluster.</translation>
    </message>
    <message>
        <source>Not known: there is no connection to IBM Cloud.</source>
        <translation>Unbekannt: keine Verbindung zur IBM Cloud.</translation>
    </message>
    <message>
        <source>The credential is not accepted</source>
        <translation>Die Zugangsdaten werden nicht akzeptiert</translation>
    </message>
    <message>
        <source>Nothing can be read with it.</source>
        <translation>Damit lässt sich nichts lesen.</translation>
    </message>
    <message>
        <source>Cannot read %1</source>
        <translation>Nicht lesbar: %1</translation>
    </message>
    <message>
        <source>Something may have been overlooked.</source>
        <translation>Etwas kann übersehen worden sein.</translation>
    </message>
    <message>
        <source>It may pass; it is asked again.</source>
        <translation>Es geht vielleicht vorbei; es wird erneut gefragt.</translation>
    </message>
    <message>
        <source>an answer about %1</source>
        <translation>eine Antwort zu: %1</translation>
    </message>
    <message>
        <source>Without it the next change would be a guess.</source>
        <translation>Ohne dies wäre die nächste Änderung geraten.</translation>
    </message>
    <message>
        <source>Still finding out.</source>
        <translation>Wird noch ermittelt.</translation>
    </message>
    <message>
        <source>%1 changes to make.</source>
        <translation>%1 Änderungen auszuführen.</translation>
    </message>
    <message>
        <source>Waiting for %1.</source>
        <translation>Warten auf %1.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Es wurde abgebrochen.</translation>
    </message>
    <message>
        <source>No answer came in time.</source>
        <translation>Keine Antwort kam rechtzeitig.</translation>
    </message>
    <message>
        <source>The credential was not accepted.</source>
        <translation>Die Zugangsdaten wurden nicht akzeptiert.</translation>
    </message>
    <message>
        <source>The credential does not carry the right for this.</source>
        <translation>Den Zugangsdaten fehlt das Recht dazu.</translation>
    </message>
    <message>
        <source>It does not exist.</source>
        <translation>Es existiert nicht.</translation>
    </message>
    <message>
        <source>Somebody else changed or owns it.</source>
        <translation>Jemand anderes hat es geändert oder besitzt es.</translation>
    </message>
    <message>
        <source>It existed and is gone.</source>
        <translation>Es existierte und ist weg.</translation>
    </message>
    <message>
        <source>The service does not accept this request.</source>
        <translation>Der Dienst nimmt diese Anfrage nicht an.</translation>
    </message>
    <message>
        <source>The service asks to slow down.</source>
        <translation>Der Dienst bittet, langsamer zu fragen.</translation>
    </message>
    <message>
        <source>The service failed.</source>
        <translation>Der Dienst ist gescheitert.</translation>
    </message>
    <message>
        <source>The answer is not what this service should send.</source>
        <translation>Die Antwort ist nicht, was dieser Dienst senden sollte.</translation>
    </message>
    <message>
        <source>The answer or file cannot be read.</source>
        <translation>Die Antwort oder Datei ist nicht lesbar.</translation>
    </message>
    <message>
        <source>A file could not be read or written.</source>
        <translation>Eine Datei ließ sich nicht lesen oder schreiben.</translation>
    </message>
    <message>
        <source>Something it needs is not there.</source>
        <translation>Etwas Benötigtes fehlt.</translation>
    </message>
    <message>
        <source>Cocoon made a mistake.</source>
        <translation>Cocoon hat einen Fehler gemacht.</translation>
    </message>
    <message>
        <source>Check the network, VPN and proxy; then try again.</source>
        <translation>Netzwerk, VPN und Proxy prüfen; dann erneut versuchen.</translation>
    </message>
    <message>
        <source>Give a valid API key, log in again, or use a fresh kubeconfig.</source>
        <translation>Einen gültigen API-Schlüssel angeben, neu anmelden oder eine frische kubeconfig verwenden.</translation>
    </message>
    <message>
        <source>Ask the administrator for this right, or use a credential that has it.</source>
        <translation>Dieses Recht beim Administrator anfragen oder Zugangsdaten verwenden, die es haben.</translation>
    </message>
    <message>
        <source>Look at what is there now and decide whose value counts.</source>
        <translation>Ansehen, was jetzt da ist, und entscheiden, wessen Wert gilt.</translation>
    </message>
    <message>
        <source>Wait a little; it is tried again by itself where that is safe.</source>
        <translation>Ein wenig warten; wo es sicher ist, wird es von selbst erneut versucht.</translation>
    </message>
    <message>
        <source>Please report this with the journal.</source>
        <translation>Bitte mit dem Journal melden.</translation>
    </message>
    <message>
        <source>(%1) %2</source>
        <translation>(%1) %2</translation>
    </message>
    <message>
        <source>the right to %1 %2</source>
        <translation>das Recht auf %1 %2</translation>
    </message>
    <message>
        <source>the log of %1</source>
        <translation>das Log von %1</translation>
    </message>
    <message>
        <source>the connection to the cluster</source>
        <translation>die Verbindung zum Cluster</translation>
    </message>
    <message>
        <source>the version of the API server</source>
        <translation>die Version des API-Servers</translation>
    </message>
    <message>
        <source>what the API server offers</source>
        <translation>was der API-Server anbietet</translation>
    </message>
    <message>
        <source>who is logged in to IBM Cloud</source>
        <translation>wer bei IBM Cloud angemeldet ist</translation>
    </message>
    <message>
        <source>the price of %1</source>
        <translation>der Preis von %1</translation>
    </message>
    <message>
        <source>the trustee at %1</source>
        <translation>der Trustee unter %1</translation>
    </message>
    <message>
        <source>the secret %1</source>
        <translation>das Secret %1</translation>
    </message>
    <message>
        <source>enable OperatorHub</source>
        <translation>OperatorHub einschalten</translation>
    </message>
    <message>
        <source>create the operator's namespace</source>
        <translation>den Namespace des Operators anlegen</translation>
    </message>
    <message>
        <source>create the OperatorGroup</source>
        <translation>die OperatorGroup anlegen</translation>
    </message>
    <message>
        <source>create the Subscription</source>
        <translation>die Subscription anlegen</translation>
    </message>
    <message>
        <source>approve the InstallPlan</source>
        <translation>den InstallPlan genehmigen</translation>
    </message>
    <message>
        <source>watch the installation</source>
        <translation>die Installation beobachten</translation>
    </message>
    <message>
        <source>write the settings</source>
        <translation>die Einstellungen schreiben</translation>
    </message>
    <message>
        <source>write the credential</source>
        <translation>die Zugangsdaten schreiben</translation>
    </message>
    <message>
        <source>create the KataConfig</source>
        <translation>die KataConfig anlegen</translation>
    </message>
    <message>
        <source>cordon workers</source>
        <translation>Worker sperren</translation>
    </message>
    <message>
        <source>drain workers</source>
        <translation>Worker leeren</translation>
    </message>
    <message>
        <source>restart adaptor pods</source>
        <translation>Adaptor-Pods neu starten</translation>
    </message>
    <message>
        <source>see confidential pods</source>
        <translation>vertrauliche Pods sehen</translation>
    </message>
    <message>
        <source>see runtime classes</source>
        <translation>RuntimeClasses sehen</translation>
    </message>
    <message>
        <source>watch the adaptor</source>
        <translation>den Adaptor beobachten</translation>
    </message>
    <message>
        <source>read the adaptor's log</source>
        <translation>das Log des Adaptors lesen</translation>
    </message>
    <message>
        <source>keep two desks from running at once</source>
        <translation>verhindern, dass Cocoon zweimal zugleich läuft</translation>
    </message>
    <message>
        <source>create the test pod</source>
        <translation>den Test-Pod anlegen</translation>
    </message>
    <message>
        <source>run the attestation check</source>
        <translation>die Attestierungsprüfung ausführen</translation>
    </message>
    <message>
        <source>The catalog does not carry the operator</source>
        <translation>Der Katalog führt den Operator nicht</translation>
    </message>
    <message>
        <source>The default sources are off, or this catalog has no such package.</source>
        <translation>Die Standardquellen sind aus, oder dieser Katalog hat kein solches Paket.</translation>
    </message>
    <message>
        <source>Enable OperatorHub and wait until redhat-operators is READY.</source>
        <translation>OperatorHub einschalten und warten, bis redhat-operators READY ist.</translation>
    </message>
    <message>
        <source>The catalog does not carry this version</source>
        <translation>Der Katalog führt diese Version nicht</translation>
    </message>
    <message>
        <source>startingCSV or channel is not in this cluster's catalog.</source>
        <translation>startingCSV oder channel ist nicht im Katalog dieses Clusters.</translation>
    </message>
    <message>
        <source>Choose a version the PackageManifest lists.</source>
        <translation>Eine Version wählen, die das PackageManifest aufführt.</translation>
    </message>
    <message>
        <source>An image cannot be pulled</source>
        <translation>Ein Image lässt sich nicht laden</translation>
    </message>
    <message>
        <source>Outbound traffic protection of the VPC cluster blocks the registry.</source>
        <translation>Der Schutz für ausgehenden Verkehr des VPC-Clusters blockiert die Registry.</translation>
    </message>
    <message>
        <source>Disable outbound protection for the cluster, or allow the registries.</source>
        <translation>Den Schutz für ausgehenden Verkehr des Clusters abschalten oder die Registrys erlauben.</translation>
    </message>
    <message>
        <source>The cluster requires signed images</source>
        <translation>Der Cluster verlangt signierte Images</translation>
    </message>
    <message>
        <source>The install image is not signed.</source>
        <translation>Das Installations-Image ist nicht signiert.</translation>
    </message>
    <message>
        <source>Exempt or mirror the image.</source>
        <translation>Das Image ausnehmen oder spiegeln.</translation>
    </message>
    <message>
        <source>A worker does not run CoreOS</source>
        <translation>Ein Worker läuft nicht mit CoreOS</translation>
    </message>
    <message>
        <source>Kata is installed with rpm-ostree.</source>
        <translation>Kata wird mit rpm-ostree installiert.</translation>
    </message>
    <message>
        <source>Use RHCOS workers.</source>
        <translation>RHCOS-Worker verwenden.</translation>
    </message>
    <message>
        <source>The installer lacks an input</source>
        <translation>Dem Installer fehlt eine Eingabe</translation>
    </message>
    <message>
        <source>It needs peer-pods-cm with CLOUD_PROVIDER and the worker version label.</source>
        <translation>Er braucht peer-pods-cm mit CLOUD_PROVIDER und das Label der Worker-Version.</translation>
    </message>
    <message>
        <source>Check both, and access to the release images.</source>
        <translation>Beides prüfen, ebenso den Zugriff auf die Release-Images.</translation>
    </message>
    <message>
        <source>A worker has no handler for kata-remote</source>
        <translation>Ein Worker hat keinen Handler für kata-remote</translation>
    </message>
    <message>
        <source>CRI-O was not reloaded, or the node is outside the pool.</source>
        <translation>CRI-O wurde nicht neu geladen, oder der Node ist außerhalb des Pools.</translation>
    </message>
    <message>
        <source>Reboot the worker; check that it is in the pool.</source>
        <translation>Den Worker neu starten; prüfen, dass er im Pool ist.</translation>
    </message>
    <message>
        <source>Kata refuses an annotation of the pod</source>
        <translation>Kata lehnt eine Annotation des Pods ab</translation>
    </message>
    <message>
        <source>This version does not allow that annotation.</source>
        <translation>Diese Version erlaubt diese Annotation nicht.</translation>
    </message>
    <message>
        <source>Use the annotation of the installed operator version.</source>
        <translation>Die Annotation der installierten Operator-Version verwenden.</translation>
    </message>
    <message>
        <source>No listed profile is large enough</source>
        <translation>Kein aufgeführtes Profil ist groß genug</translation>
    </message>
    <message>
        <source>The pod asks for more than the listed profiles offer.</source>
        <translation>Der Pod verlangt mehr, als die aufgeführten Profile bieten.</translation>
    </message>
    <message>
        <source>Add a larger TDX profile to sizing.profiles, or ask for less.</source>
        <translation>Ein größeres TDX-Profil in sizing.profiles aufnehmen oder weniger anfordern.</translation>
    </message>
    <message>
        <source>The adaptor cannot find the image</source>
        <translation>Der Adaptor findet das Image nicht</translation>
    </message>
    <message>
        <source>Wrong id, another region, still pending, or no right to read it.</source>
        <translation>Falsche ID, andere Region, noch pending oder kein Leserecht.</translation>
    </message>
    <message>
        <source>Import the image in the cluster's region and correct the id.</source>
        <translation>Das Image in der Region des Clusters importieren und die ID korrigieren.</translation>
    </message>
    <message>
        <source>IBM Cloud refuses the adaptor's credential</source>
        <translation>IBM Cloud lehnt die Zugangsdaten des Adaptors ab</translation>
    </message>
    <message>
        <source>The key is deleted, expired or mistyped, or the profile has no matching rule.</source>
        <translation>Der Schlüssel ist gelöscht, abgelaufen oder vertippt, oder das Profil hat keine passende Regel.</translation>
    </message>
    <message>
        <source>Make a new key, or check the profile's rule for the namespace.</source>
        <translation>Einen neuen Schlüssel anlegen oder die Regel des Profils für den Namespace prüfen.</translation>
    </message>
    <message>
        <source>The adaptor's first call to the VPC API fails</source>
        <translation>Der erste Aufruf der VPC-API durch den Adaptor schlägt fehl</translation>
    </message>
    <message>
        <source>The profile does not exist at this endpoint: most often IBMCLOUD_VPC_ENDPOINT is another region.</source>
        <translation>Das Profil existiert an diesem Endpunkt nicht: Meist gehört IBMCLOUD_VPC_ENDPOINT zu einer anderen Region.</translation>
    </message>
    <message>
        <source>Set IBMCLOUD_VPC_ENDPOINT to the cluster's own region.</source>
        <translation>IBMCLOUD_VPC_ENDPOINT auf die Region des Clusters setzen.</translation>
    </message>
    <message>
        <source>The adaptor may not read the cluster's security group</source>
        <translation>Der Adaptor darf die Sicherheitsgruppe des Clusters nicht lesen</translation>
    </message>
    <message>
        <source>From 1.12 it asks the Kubernetes Service for it.</source>
        <translation>Ab 1.12 fragt er den Kubernetes Service danach.</translation>
    </message>
    <message>
        <source>Grant Viewer on Kubernetes Service to the profile, or use an API key.</source>
        <translation>Dem Profil die Rolle Viewer für den Kubernetes Service geben oder einen API-Schlüssel verwenden.</translation>
    </message>
    <message>
        <source>The security group kube-&lt;cluster id&gt; is missing</source>
        <translation>Die Sicherheitsgruppe kube-&lt;cluster id&gt; fehlt</translation>
    </message>
    <message>
        <source>It was removed or reset.</source>
        <translation>Sie wurde entfernt oder zurückgesetzt.</translation>
    </message>
    <message>
        <source>Recreate it with the Kubernetes Service tools.</source>
        <translation>Mit den Werkzeugen des Kubernetes Service neu anlegen.</translation>
    </message>
    <message>
        <source>The adaptor cannot find the cluster id</source>
        <translation>Der Adaptor findet die Cluster-ID nicht</translation>
    </message>
    <message>
        <source>This version looks for a key that IBM clusters do not have.</source>
        <translation>Diese Version sucht einen Schlüssel, den IBM-Cluster nicht haben.</translation>
    </message>
    <message>
        <source>Set IBMCLOUD_CLUSTER_ID.</source>
        <translation>IBMCLOUD_CLUSTER_ID setzen.</translation>
    </message>
    <message>
        <source>The adaptor has no credential</source>
        <translation>Der Adaptor hat keine Zugangsdaten</translation>
    </message>
    <message>
        <source>peer-pods-secret holds neither key.</source>
        <translation>peer-pods-secret enthält keinen der beiden Schlüssel.</translation>
    </message>
    <message>
        <source>Fill one of the two keys.</source>
        <translation>Einen der beiden Schlüssel ausfüllen.</translation>
    </message>
    <message>
        <source>The adaptor does not know its zone</source>
        <translation>Der Adaptor kennt seine Zone nicht</translation>
    </message>
    <message>
        <source>The node lacks the zone label.</source>
        <translation>Dem Node fehlt das Zonen-Label.</translation>
    </message>
    <message>
        <source>Check the node labels.</source>
        <translation>Die Node-Labels prüfen.</translation>
    </message>
    <message>
        <source>INITDATA cannot be read by the adaptor</source>
        <translation>INITDATA ist für den Adaptor nicht lesbar</translation>
    </message>
    <message>
        <source>It is not base64(gzip(TOML)).</source>
        <translation>Es ist nicht base64(gzip(TOML)).</translation>
    </message>
    <message>
        <source>Let the trust step write it.</source>
        <translation>Vom Schritt Vertrauensinstanz schreiben lassen.</translation>
    </message>
    <message>
        <source>CLOUD_PROVIDER is wrong</source>
        <translation>CLOUD_PROVIDER ist falsch</translation>
    </message>
    <message>
        <source>It must be ibmcloud.</source>
        <translation>Es muss ibmcloud sein.</translation>
    </message>
    <message>
        <source>Correct the config map.</source>
        <translation>Die ConfigMap korrigieren.</translation>
    </message>
    <message>
        <source>An id sent to the VPC API is empty</source>
        <translation>Eine an die VPC-API gesendete ID ist leer</translation>
    </message>
    <message>
        <source>One of the ids in peer-pods-cm is empty.</source>
        <translation>Eine der IDs in peer-pods-cm ist leer.</translation>
    </message>
    <message>
        <source>Let the configuration step write the map.</source>
        <translation>Die ConfigMap vom Schritt Konfiguration schreiben lassen.</translation>
    </message>
    <message>
        <source>The adaptor's settings are missing</source>
        <translation>Die Einstellungen des Adaptors fehlen</translation>
    </message>
    <message>
        <source>The Secret or ConfigMap does not exist.</source>
        <translation>Das Secret oder die ConfigMap existiert nicht.</translation>
    </message>
    <message>
        <source>Create it; then delete the pod.</source>
        <translation>Anlegen, dann den Pod löschen.</translation>
    </message>
    <message>
        <source>The VPC quota is exhausted</source>
        <translation>Die VPC-Quota ist erschöpft</translation>
    </message>
    <message>
        <source>vCPU, memory, instances or volumes of the region are used up.</source>
        <translation>vCPUs, Arbeitsspeicher, Instanzen oder Volumes der Region sind aufgebraucht.</translation>
    </message>
    <message>
        <source>Delete orphaned podvm VSIs, or raise the quota.</source>
        <translation>Verwaiste podvm-VSIs löschen oder die Quota erhöhen.</translation>
    </message>
    <message>
        <source>There is no TDX capacity in the zone</source>
        <translation>In der Zone gibt es keine TDX-Kapazität</translation>
    </message>
    <message>
        <source>The zone has no free confidential machines of this profile.</source>
        <translation>Die Zone hat keine freien vertraulichen Maschinen dieses Profils.</translation>
    </message>
    <message>
        <source>Try later, another zone or another profile.</source>
        <translation>Später, mit anderer Zone oder anderem Profil versuchen.</translation>
    </message>
    <message>
        <source>The subnet has no free address</source>
        <translation>Das Subnetz hat keine freie Adresse</translation>
    </message>
    <message>
        <source>Each confidential VM takes one address of the worker's subnet.</source>
        <translation>Jede vertrauliche VM belegt eine Adresse im Subnetz des Workers.</translation>
    </message>
    <message>
        <source>Free addresses, or use a larger subnet.</source>
        <translation>Adressen freigeben oder ein größeres Subnetz verwenden.</translation>
    </message>
    <message>
        <source>The adaptor may not attach tags</source>
        <translation>Der Adaptor darf keine Tags anhängen</translation>
    </message>
    <message>
        <source>From 1.12 it tags each VM; without the right it deletes it again.</source>
        <translation>Ab 1.12 taggt er jede VM; ohne das Recht löscht er sie wieder.</translation>
    </message>
    <message>
        <source>Grant tagging to the credential.</source>
        <translation>Den Zugangsdaten das Taggen erlauben.</translation>
    </message>
    <message>
        <source>The adaptor cannot reach the agent in the VM</source>
        <translation>Der Adaptor erreicht den Agent in der VM nicht</translation>
    </message>
    <message>
        <source>The VM boots too slowly, or TCP 15150 / UDP 4789 are blocked.</source>
        <translation>Die VM startet zu langsam, oder TCP 15150 / UDP 4789 sind blockiert.</translation>
    </message>
    <message>
        <source>Check the VM's security group: it must be kube-&lt;cluster id&gt;.</source>
        <translation>Die Sicherheitsgruppe der VM prüfen: Es muss kube-&lt;cluster id&gt; sein.</translation>
    </message>
    <message>
        <source>No worker has room for another confidential pod</source>
        <translation>Kein Worker hat Platz für einen weiteren vertraulichen Pod</translation>
    </message>
    <message>
        <source>The limit per node is reached, or the adaptor never advertised it.</source>
        <translation>Das Limit pro Node ist erreicht, oder der Adaptor hat es nie gemeldet.</translation>
    </message>
    <message>
        <source>Raise sizing.podsPerNode, or repair the adaptor.</source>
        <translation>sizing.podsPerNode erhöhen oder den Adaptor reparieren.</translation>
    </message>
    <message>
        <source>The workers have no CPU left</source>
        <translation>Die Worker haben keine CPU mehr frei</translation>
    </message>
    <message>
        <source>Each confidential pod needs about 250m on its worker.</source>
        <translation>Jeder vertrauliche Pod braucht etwa 250m auf seinem Worker.</translation>
    </message>
    <message>
        <source>Add workers, or free CPU.</source>
        <translation>Worker hinzufügen oder CPU freigeben.</translation>
    </message>
    <message>
        <source>The peer pods webhook does not answer</source>
        <translation>Der Peer-Pods-Webhook antwortet nicht</translation>
    </message>
    <message>
        <source>Its failure policy refuses all new pods.</source>
        <translation>Seine Failure Policy weist alle neuen Pods ab.</translation>
    </message>
    <message>
        <source>Restore the Deployment peer-pods-webhook.</source>
        <translation>Das Deployment peer-pods-webhook wiederherstellen.</translation>
    </message>
    <message>
        <source>The runtime class kata-remote does not exist</source>
        <translation>Die RuntimeClass kata-remote existiert nicht</translation>
    </message>
    <message>
        <source>The installation has not finished.</source>
        <translation>Die Installation ist nicht abgeschlossen.</translation>
    </message>
    <message>
        <source>Wait for the last worker.</source>
        <translation>Auf den letzten Worker warten.</translation>
    </message>
    <message>
        <source>The guest's policy forbids exec</source>
        <translation>Die Richtlinie des Gasts verbietet exec</translation>
    </message>
    <message>
        <source>This is the default from operator 1.11 on, not a fault.</source>
        <translation>Das ist ab Operator 1.11 der Standard, kein Fehler.</translation>
    </message>
    <message>
        <source>Use INITDATA with a policy of your own for tests, or a workload that reports by itself.</source>
        <translation>Für Tests INITDATA mit eigener Richtlinie verwenden oder eine Workload, die selbst berichtet.</translation>
    </message>
    <message>
        <source>The VM cannot pull the container image</source>
        <translation>Die VM kann das Container-Image nicht laden</translation>
    </message>
    <message>
        <source>The VM pulls by itself: it has no route to the registry, or lacks credentials.</source>
        <translation>Die VM lädt selbst: Sie hat keine Route zur Registry, oder ihr fehlen Zugangsdaten.</translation>
    </message>
    <message>
        <source>Check the public gateway of the subnet, outbound rules and the pull secret.</source>
        <translation>Public Gateway des Subnetzes, ausgehende Regeln und Pull-Secret prüfen.</translation>
    </message>
    <message>
        <source>read the log of %1</source>
        <translation>das Log von %1 lesen</translation>
    </message>
    <message>
        <source>Not met: %1</source>
        <translation>Nicht erfüllt: %1</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>Erreichbarkeit</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>Sichere Verbindung</translation>
    </message>
    <message>
        <source>Credential plug-in</source>
        <translation>Plug-in für Zugangsdaten</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>A setting cannot be used.</source>
        <translation>Eine Einstellung ist nicht verwendbar.</translation>
    </message>
    <message>
        <source>Correct what is named: the kubeconfig, its context, or the proxy in Settings.</source>
        <translation>Das Genannte korrigieren: die kubeconfig, ihren Kontext oder den Proxy in den Einstellungen.</translation>
    </message>
    <message>
        <source>The name is not known.</source>
        <translation>Der Name ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Check the address for a typing error. A private name needs the VPN, or a DNS server that knows it.</source>
        <translation>Die Adresse auf Tippfehler prüfen. Ein privater Name braucht das VPN oder einen DNS-Server, der ihn kennt.</translation>
    </message>
    <message>
        <source>Nobody answers there.</source>
        <translation>Dort antwortet niemand.</translation>
    </message>
    <message>
        <source>Check address and port. A private endpoint needs the VPN; a firewall or a stopped cluster refuses too.</source>
        <translation>Adresse und Port prüfen. Ein privater Endpunkt braucht das VPN; auch eine Firewall oder ein angehaltener Cluster lehnt ab.</translation>
    </message>
    <message>
        <source>A firewall or network rule drops the packets, or the VPN is down. A context-based restriction of IBM Cloud looks the same.</source>
        <translation>Eine Firewall oder Netzwerkregel verwirft die Pakete, oder das VPN ist aus. Eine kontextbasierte Einschränkung der IBM Cloud sieht genauso aus.</translation>
    </message>
    <message>
        <source>The connection was cut.</source>
        <translation>Die Verbindung wurde getrennt.</translation>
    </message>
    <message>
        <source>Something between here and there closes it: a proxy that inspects TLS, a load balancer without back end. Try from another network.</source>
        <translation>Etwas auf dem Weg dorthin schließt sie: ein Proxy, der TLS untersucht, ein Load Balancer ohne Backend. Aus einem anderen Netz versuchen.</translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation>Der Proxy antwortet nicht.</translation>
    </message>
    <message>
        <source>Check the proxy in Settings or HTTPS_PROXY; name the host in NO_PROXY when it needs none.</source>
        <translation>Den Proxy in den Einstellungen oder HTTPS_PROXY prüfen; den Host in NO_PROXY nennen, wenn er keinen braucht.</translation>
    </message>
    <message>
        <source>The proxy wants a login.</source>
        <translation>Der Proxy verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <source>Give user and password in the proxy's address: http://user:password@host:port.</source>
        <translation>Benutzer und Passwort in der Adresse des Proxys angeben: http://user:password@host:port.</translation>
    </message>
    <message>
        <source>The proxy does not lead there.</source>
        <translation>Der Proxy führt nicht dorthin.</translation>
    </message>
    <message>
        <source>Ask for this host and port to be allowed on the proxy, or name the host in NO_PROXY.</source>
        <translation>Diesen Host und Port auf dem Proxy freigeben lassen oder den Host in NO_PROXY nennen.</translation>
    </message>
    <message>
        <source>The other side does not speak TLS.</source>
        <translation>Die Gegenseite spricht kein TLS.</translation>
    </message>
    <message>
        <source>Check the port: this is a plain HTTP service or something else.</source>
        <translation>Den Port prüfen: Dies ist ein einfacher HTTP-Dienst oder etwas anderes.</translation>
    </message>
    <message>
        <source>The certificate is made for another name.</source>
        <translation>Das Zertifikat ist für einen anderen Namen ausgestellt.</translation>
    </message>
    <message>
        <source>Use one of the names in the certificate as address, or set tls-server-name in the kubeconfig.</source>
        <translation>Einen der Namen im Zertifikat als Adresse verwenden oder tls-server-name in der kubeconfig setzen.</translation>
    </message>
    <message>
        <source>The certificate comes from an authority that is not trusted here.</source>
        <translation>Das Zertifikat kommt von einer Zertifizierungsstelle, der hier nicht vertraut wird.</translation>
    </message>
    <message>
        <source>Give the authority's certificate: certificate-authority-data in the kubeconfig, or ca in the connection's file. A proxy that inspects TLS needs its own authority there.</source>
        <translation>Das Zertifikat der Zertifizierungsstelle angeben: certificate-authority-data in der kubeconfig oder ca in der Datei der Verbindung. Ein Proxy, der TLS untersucht, braucht dort seine eigene Zertifizierungsstelle.</translation>
    </message>
    <message>
        <source>The certificate has expired.</source>
        <translation>Das Zertifikat ist abgelaufen.</translation>
    </message>
    <message>
        <source>The owner of the service has to renew it. Check this machine's clock too.</source>
        <translation>Der Besitzer des Dienstes muss es erneuern. Auch die Uhr dieses Rechners prüfen.</translation>
    </message>
    <message>
        <source>The certificate is not valid yet.</source>
        <translation>Das Zertifikat ist noch nicht gültig.</translation>
    </message>
    <message>
        <source>Check this machine's clock; it may run behind.</source>
        <translation>Die Uhr dieses Rechners prüfen; vielleicht geht sie nach.</translation>
    </message>
    <message>
        <source>The secure connection was refused.</source>
        <translation>Die sichere Verbindung wurde abgelehnt.</translation>
    </message>
    <message>
        <source>A client certificate that expired or is not accepted ends like this too: fetch a fresh kubeconfig.</source>
        <translation>Auch ein Client-Zertifikat, das abgelaufen ist oder nicht akzeptiert wird, endet so: eine frische kubeconfig holen.</translation>
    </message>
    <message>
        <source>The program that gets the credential is not installed.</source>
        <translation>Das Programm, das die Zugangsdaten holt, ist nicht installiert.</translation>
    </message>
    <message>
        <source>Install it and make sure that it is in PATH, then test again.</source>
        <translation>Installieren und sicherstellen, dass es im PATH ist, dann erneut testen.</translation>
    </message>
    <message>
        <source>The program that gets the credential failed.</source>
        <translation>Das Programm, das die Zugangsdaten holt, ist gescheitert.</translation>
    </message>
    <message>
        <source>Run it in a terminal to see why; often it needs a fresh login.</source>
        <translation>In einem Terminal ausführen, um den Grund zu sehen; oft braucht es eine neue Anmeldung.</translation>
    </message>
    <message>
        <source>The credential is not accepted.</source>
        <translation>Die Zugangsdaten werden nicht akzeptiert.</translation>
    </message>
    <message>
        <source>Log in again, or fetch a fresh kubeconfig: the token expired or was taken away.</source>
        <translation>Neu anmelden oder eine frische kubeconfig holen: Das Token ist abgelaufen oder wurde entzogen.</translation>
    </message>
    <message>
        <source>The credential is accepted, but may not read this.</source>
        <translation>Die Zugangsdaten werden akzeptiert, dürfen dies aber nicht lesen.</translation>
    </message>
    <message>
        <source>Ask for the right that is named. Behind IBM Cloud a context-based restriction answers like this too.</source>
        <translation>Das genannte Recht anfragen. Auch eine kontextbasierte Einschränkung der IBM Cloud antwortet so.</translation>
    </message>
    <message>
        <source>Something else answers there.</source>
        <translation>Dort antwortet etwas anderes.</translation>
    </message>
    <message>
        <source>Check the address: this is not the service that was expected.</source>
        <translation>Die Adresse prüfen: Dies ist nicht der erwartete Dienst.</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>nicht versucht</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Everything on the way works.</source>
        <translation>Auf dem Weg geht alles.</translation>
    </message>
    <message>
        <source>The way is free; the login was not tried.</source>
        <translation>Der Weg ist frei; die Anmeldung wurde nicht versucht.</translation>
    </message>
    <message>
        <source>The adaptor's credential has no right to the VPC API</source>
        <translation>Die Zugangsdaten des Adaptors haben kein Recht auf die VPC-API</translation>
    </message>
    <message>
        <source>A policy is missing, or a new one has not taken effect yet.</source>
        <translation>Eine Richtlinie fehlt, oder eine neue wirkt noch nicht.</translation>
    </message>
    <message>
        <source>Wait some minutes after a policy was made; else give the credential Editor and Writer on VPC Infrastructure Services.</source>
        <translation>Nach dem Anlegen einer Richtlinie einige Minuten warten; sonst den Zugangsdaten Editor und Writer auf VPC Infrastructure Services geben.</translation>
    </message>
    <message>
        <source>The sandbox does not run.</source>
        <translation>Die Sandbox läuft nicht.</translation>
    </message>
    <message>
        <source>The other side speaks only an old TLS.</source>
        <translation>Die Gegenseite spricht nur ein altes TLS.</translation>
    </message>
    <message>
        <source>The owner of the service has to offer TLS 1.2 or newer; a proxy that inspects TLS may be what is old.</source>
        <translation>Der Besitzer des Dienstes muss TLS 1.2 oder neuer anbieten; vielleicht ist ein Proxy, der TLS untersucht, das Alte.</translation>
    </message>
    <message>
        <source>Our own certificate was not accepted.</source>
        <translation>Unser eigenes Zertifikat wurde nicht angenommen.</translation>
    </message>
    <message>
        <source>Fetch a fresh kubeconfig: its client certificate is missing, has expired, or comes from another authority.</source>
        <translation>Eine frische kubeconfig holen: Ihr Client-Zertifikat fehlt, ist abgelaufen oder stammt von einer anderen Zertifizierungsstelle.</translation>
    </message>
    <message>
        <source>Something between may answer in its place: check proxy, VPN and the address, log in where a page asks for it; then try again.</source>
        <translation>Vielleicht antwortet etwas dazwischen an ihrer Stelle: Proxy, VPN und Adresse prüfen, sich anmelden, wo eine Seite es verlangt; dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The platform could not start the VM</source>
        <translation>Die Plattform konnte die VM nicht starten</translation>
    </message>
    <message>
        <source>Something of IBM Cloud's own failed: compute, network, storage or placement.</source>
        <translation>Etwas bei IBM Cloud selbst ist gescheitert: Rechenleistung, Netz, Speicher oder Platzierung.</translation>
    </message>
    <message>
        <source>Delete the pod and try again later; open a support case if it stays.</source>
        <translation>Löschen Sie den Pod und versuchen Sie es später noch einmal; bleibt es dabei, eröffnen Sie einen Supportfall.</translation>
    </message>
    <message>
        <source>The VPC API does not take an id of the settings</source>
        <translation>Die VPC-API nimmt eine ID aus den Einstellungen nicht an</translation>
    </message>
    <message>
        <source>A group, subnet or image of another VPC or region, one that was deleted, or a subnet of another zone.</source>
        <translation>Eine Gruppe, ein Subnetz oder ein Image aus einer anderen VPC oder Region, etwas Gelöschtes oder ein Subnetz einer anderen Zone.</translation>
    </message>
    <message>
        <source>Compare the ids in peer-pods-cm with the cluster's VPC; leave subnet and zone to the adaptor.</source>
        <translation>Vergleichen Sie die IDs in peer-pods-cm mit der VPC des Clusters; überlassen Sie Subnetz und Zone dem Adaptor.</translation>
    </message>
    <message>
        <source>No login to IBM Cloud yet</source>
        <translation>Noch keine Anmeldung bei IBM Cloud</translation>
    </message>
    <message>
        <source>The image, the credential and the VMs are made in your account there.</source>
        <translation>Image, Zugangsdaten und VMs werden dort in Ihrem Konto erstellt.</translation>
    </message>
    <message>
        <source>Log in with an API key or a one-time passcode.</source>
        <translation>Mit API-Schlüssel oder Einmal-Passcode anmelden.</translation>
    </message>
    <message>
        <source>Check the name; it may have been removed.</source>
        <translation>Den Namen prüfen; vielleicht wurde es entfernt.</translation>
    </message>
    <message>
        <source>Read the message of the service, correct what it names, then try again.</source>
        <translation>Die Meldung des Dienstes lesen, das Genannte korrigieren, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>Start it: it takes some seconds and goes on where it ended.</source>
        <translation>Starten Sie sie: Es dauert einige Sekunden und geht weiter, wo sie endete.</translation>
    </message>
    <message>
        <source>The connection failed.</source>
        <translation>Die Verbindung ist gescheitert.</translation>
    </message>
    <message>
        <source>Give a valid API key, or log in again.</source>
        <translation>Geben Sie einen gültigen API-Schlüssel an, oder melden Sie sich erneut an.</translation>
    </message>
</context>
<context>
    <name>cocoon::world</name>
    <message>
        <source>No region is known yet.</source>
        <translation>Noch ist keine Region bekannt.</translation>
    </message>
    <message>
        <source>%1 is not in PATH</source>
        <translation>%1 ist nicht im PATH</translation>
    </message>
    <message>
        <source>%1 is not in PATH. %2</source>
        <translation>%1 ist nicht im PATH. %2</translation>
    </message>
    <message>
        <source>The port speaks TLS, but the URL says http.</source>
        <translation>Der Port spricht TLS, aber die URL nennt http.</translation>
    </message>
    <message>
        <source>It answers, but not as a key broker service does.</source>
        <translation>Es antwortet, aber nicht wie ein Key Broker.</translation>
    </message>
    <message>
        <source>This is not an http or https URL.</source>
        <translation>Dies ist keine http- oder https-URL.</translation>
    </message>
</context>
<context>
    <name>cocoon::world::Heartbeat</name>
    <message>
        <source>This machine slept. What is on screen is from before.</source>
        <translation>Dieser Rechner war im Ruhezustand. Was zu sehen ist, ist von davor.</translation>
    </message>
    <message>
        <source>The API server has not answered for %1 s.</source>
        <translation>Der API-Server hat seit %1 s nicht geantwortet.</translation>
    </message>
</context>
<context>
    <name>cocoon::world::Observer</name>
    <message>
        <source>There is no credential for IBM Cloud.</source>
        <translation>Es gibt keine Zugangsdaten für IBM Cloud.</translation>
    </message>
    <message>
        <source>There is no way to reach a trustee.</source>
        <translation>Es gibt keinen Weg, einen Trustee zu erreichen.</translation>
    </message>
    <message>
        <source>No cluster is configured.</source>
        <translation>Kein Cluster ist konfiguriert.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Look at what it waits for. The same command goes on from what is really there.</source>
        <translation>Ansehen, worauf gewartet wird. Derselbe Befehl setzt bei dem an, was wirklich da ist.</translation>
    </message>
    <message>
        <source>Change this cluster</source>
        <translation>Diesen Cluster ändern</translation>
    </message>
    <message>
        <source>Wait until they are done, or talk to them; then run it again, it goes on from what is really there. The claim of a program that died runs out a minute after its last sign of life.</source>
        <translation>Warten, bis die anderen fertig sind, oder mit ihnen sprechen; dann erneut ausführen, es geht von dem aus weiter, was wirklich da ist. Der Anspruch eines beendeten Programms erlischt eine Minute nach seinem letzten Lebenszeichen.</translation>
    </message>
    <message>
        <source>Correct it and run the command again. Nothing was asked, and nothing changed.</source>
        <translation>Berichtigen Sie es und führen Sie den Befehl noch einmal aus. Es wurde nichts gefragt und nichts geändert.</translation>
    </message>
    <message>
        <source>Let the step “operator” run first, or with this one: --step operator. The first thing it makes is this namespace.</source>
        <translation>Lassen Sie zuerst oder zugleich den Schritt „operator“ laufen: --step operator. Das Erste, was er anlegt, ist dieser Namespace.</translation>
    </message>
    <message>
        <source>Then run it again: nothing is changed while nobody knows whether somebody else is at work.</source>
        <translation>Führen Sie es dann noch einmal aus: Solange niemand weiß, ob jemand anders am Werk ist, wird nichts geändert.</translation>
    </message>
</context>
</TS>
