<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>cocoon</name>
    <message>
        <source>Confidential containers on Red Hat OpenShift on IBM Cloud.</source>
        <translation>IBM Cloud 上の Red Hat OpenShift で動くコンフィデンシャル・コンテナー。</translation>
    </message>
    <message>
        <source>Open the sandbox at once: a simulated cluster and cloud on this machine.</source>
        <translation>サンドボックス (このマシン上の模擬クラスターとクラウド) をすぐに開きます。</translation>
    </message>
    <message>
        <source>Open a cluster of this kubeconfig at once.</source>
        <translation>この kubeconfig のクラスターをすぐに開きます。</translation>
    </message>
    <message>
        <source>Open this context at once, instead of the current one.</source>
        <translation>現在のコンテキストの代わりに、このコンテキストをすぐに開きます。</translation>
    </message>
</context>
<context>
    <name>cocoon::app::ConnectionBook</name>
    <message>
        <source>The connection cannot be written to %1: %2.</source>
        <translation>接続を %1 に書き込めません: %2。</translation>
    </message>
    <message>
        <source>The connection %1 cannot be read: %2.</source>
        <translation>接続 %1 を読み取れません: %2。</translation>
    </message>
    <message>
        <source>A connection needs a name.</source>
        <translation>接続には名前が必要です。</translation>
    </message>
    <message>
        <source>%1 cannot be removed: %2.</source>
        <translation>%1 を削除できません: %2。</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Connections</name>
    <message>
        <source>Your kubeconfig</source>
        <translation>お使いの kubeconfig</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>サンドボックス</translation>
    </message>
    <message>
        <source>A simulated cluster and cloud on this machine</source>
        <translation>このマシン上の模擬クラスターとクラウド</translation>
    </message>
    <message>
        <source>IBM Cloud account %1</source>
        <translation>IBM Cloud アカウント %1</translation>
    </message>
    <message>
        <source>of the key</source>
        <translation>(キーに対応)</translation>
    </message>
    <message>
        <source>This connection is not on the list any more.</source>
        <translation>この接続はもう一覧にありません。</translation>
    </message>
    <message>
        <source>%1 holds no context.</source>
        <translation>%1 にコンテキストがありません。</translation>
    </message>
    <message>
        <source>It comes from your own kubeconfig; Cocoon does not change that file.</source>
        <translation>これはお使いの kubeconfig によるものです。Cocoon はそのファイルを変更しません。</translation>
    </message>
    <message>
        <source>%1 has no current context; name one of these: %2.</source>
        <translation>%1 には現在のコンテキストがありません。次のいずれかを指定してください: %2。</translation>
    </message>
    <message>
        <source>%1 has no context "%2", but these: %3.</source>
        <translation>%1 にコンテキスト "%2" はありません。あるのは次のものです: %3。</translation>
    </message>
</context>
<context>
    <name>cocoon::app::DeskLock</name>
    <message>
        <source>The lock file %1 cannot be opened.</source>
        <translation>ロック・ファイル %1 を開けません。</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>起動中</translation>
    </message>
    <message>
        <source>Another Cocoon on this machine (process %1) is changing this cluster.</source>
        <translation>このマシンの別の Cocoon (プロセス %1) が、このクラスターを変更中です。</translation>
    </message>
    <message>
        <source>The lock file %1 cannot be written.</source>
        <translation>ロック・ファイル %1 に書き込めません。</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Profile</name>
    <message>
        <source>The CA file %1 holds no certificate in PEM form.</source>
        <translation>CA ファイル %1 に PEM 形式の証明書がありません。</translation>
    </message>
    <message>
        <source>%1:1: a profile is a mapping with keys such as region and endpoints.</source>
        <translation>%1:1: プロファイルは、region や endpoints などのキーを持つマッピングです。</translation>
    </message>
    <message>
        <source>a text is expected</source>
        <translation>文字列を指定してください</translation>
    </message>
    <message>
        <source>true or false is expected</source>
        <translation>true か false を指定してください</translation>
    </message>
    <message>
        <source>a number from 0 is expected</source>
        <translation>0 以上の数値を指定してください</translation>
    </message>
    <message>
        <source>a map of services and their URLs is expected</source>
        <translation>サービスとその URL のマップを指定してください</translation>
    </message>
    <message>
        <source>not an endpoint that Cocoon knows, or not a URL</source>
        <translation>Cocoon が知らないエンドポイントか、URL ではありません</translation>
    </message>
    <message>
        <source>not a key of a profile</source>
        <translation>プロファイルのキーではありません</translation>
    </message>
    <message>
        <source>"private" or "vpe" is expected</source>
        <translation>"private" か "vpe" を指定してください</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Reach</name>
    <message>
        <source>start the sandbox</source>
        <translation>サンドボックスの起動</translation>
    </message>
    <message>
        <source>This connection is not on the list any more.</source>
        <translation>この接続はもう一覧にありません。</translation>
    </message>
    <message>
        <source>Nobody has logged in to IBM Cloud for it in this run, and the keyring holds no key of it.</source>
        <translation>今回の実行では IBM Cloud にこの接続用のログインがなく、キーリングにもそのキーがありません。</translation>
    </message>
    <message>
        <source>watch %1</source>
        <translation>%1 の監視</translation>
    </message>
</context>
<context>
    <name>cocoon::app::SandboxHost</name>
    <message>
        <source>The sandbox cannot be started: %1 does not run (%2).</source>
        <translation>サンドボックスを起動できません: %1 が動作しません (%2)。</translation>
    </message>
    <message>
        <source>The sandbox did not become ready in a minute.</source>
        <translation>サンドボックスが 1 分以内に準備完了になりませんでした。</translation>
    </message>
    <message>
        <source>The sandbox ended before it was ready.</source>
        <translation>サンドボックスが準備完了の前に終了しました。</translation>
    </message>
    <message>
        <source>The sandbox does not run. Open it first.</source>
        <translation>サンドボックスが動作していません。先に開いてください。</translation>
    </message>
    <message>
        <source>The sandbox's key %1 cannot be read: %2.</source>
        <translation>サンドボックスの鍵 %1 を読み取れません: %2。</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Senders</name>
    <message>
        <source>There is no credential for IBM Cloud.</source>
        <translation>IBM Cloud の資格情報がありません。</translation>
    </message>
    <message>
        <source>A value is not known yet: %1.</source>
        <translation>値がまだ不明です: %1。</translation>
    </message>
    <message>
        <source>The secret %1 is not known to this process.</source>
        <translation>シークレット %1 は、このプロセスにはわかりません。</translation>
    </message>
    <message>
        <source>The change waits for something that is not known yet: %1.</source>
        <translation>この変更は、まだ不明なものを待っています: %1。</translation>
    </message>
</context>
<context>
    <name>cocoon::app::Session</name>
    <message>
        <source>find out which cluster this is</source>
        <translation>どのクラスターかの確認</translation>
    </message>
    <message>
        <source>find the cluster %1</source>
        <translation>クラスター %1 の検索</translation>
    </message>
    <message>
        <source>There is neither a kubeconfig nor a login to IBM Cloud to fetch one with.</source>
        <translation>kubeconfig も、それを取得するための IBM Cloud へのログインもありません。</translation>
    </message>
    <message>
        <source>fetch the kubeconfig of %1</source>
        <translation>%1 の kubeconfig の取得</translation>
    </message>
    <message>
        <source>fetch a kubeconfig</source>
        <translation>kubeconfig の取得</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>%1 に書き込めません: %2。</translation>
    </message>
</context>
<context>
    <name>cocoon::app::WindowProgram</name>
    <message>
        <source>Connecting to %1 …</source>
        <translation>%1 に接続中 …</translation>
    </message>
    <message>
        <source>Rejoining the sandbox …</source>
        <translation>サンドボックスに再接続中 …</translation>
    </message>
    <message>
        <source>Starting the sandbox: a simulated cluster and cloud on this machine …</source>
        <translation>サンドボックス (このマシン上の模擬クラスターとクラウド) を起動中 …</translation>
    </message>
    <message>
        <source>start the sandbox</source>
        <translation>サンドボックスの起動</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>開いている接続がありません。</translation>
    </message>
    <message>
        <source>This connection is not on the list any more.</source>
        <translation>この接続はもう一覧にありません。</translation>
    </message>
    <message>
        <source>Looking at the sandbox …</source>
        <translation>サンドボックスを確認中 …</translation>
    </message>
    <message>
        <source>Waiting for %1 …</source>
        <translation>待機中: %1 …</translation>
    </message>
    <message>
        <source>The files of %1 changed and cannot be used (%2). The connection stays as it was.</source>
        <translation>%1 のファイルが変更されましたが、使用できません (%2)。接続は元のままです。</translation>
    </message>
    <message>
        <source>The kubeconfig or certificate of %1 changed. It is used as soon as the run has ended.</source>
        <translation>%1 の kubeconfig または証明書が変更されました。実行が終わりしだい使用されます。</translation>
    </message>
    <message>
        <source>The kubeconfig or certificate of %1 changed: connected anew.</source>
        <translation>%1 の kubeconfig または証明書が変更されました。再接続しました。</translation>
    </message>
    <message>
        <source>list the clusters of the account</source>
        <translation>アカウントのクラスター一覧の取得</translation>
    </message>
    <message>
        <source>memory only, since there is no keyring: next time they are asked for again</source>
        <translation>キーリングがないためメモリーのみ(次回また入力が必要です)</translation>
    </message>
</context>
<context>
    <name>cocoon::ctl</name>
    <message>
        <source>Tried:     %1</source>
        <translation>試行: %1</translation>
    </message>
    <message>
        <source>Came back: %1</source>
        <translation>結果: %1</translation>
    </message>
    <message>
        <source>Do next:   %1</source>
        <translation>対処: %1</translation>
    </message>
    <message>
        <source>      why: %1</source>
        <translation>     理由: %1</translation>
    </message>
    <message>
        <source>      fix: %1</source>
        <translation>     対処: %1</translation>
    </message>
    <message>
        <source>why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>when</source>
        <translation>時期</translation>
    </message>
    <message>
        <source>risk</source>
        <translation>影響</translation>
    </message>
    <message>
        <source>moves or restarts running things</source>
        <translation>稼働中のものを移動または再起動</translation>
    </message>
    <message>
        <source>breaks running confidential pods; needs --allow %1</source>
        <translation>稼働中のコンフィデンシャル Pod が停止。--allow %1 が必要</translation>
    </message>
    <message>
        <source>price</source>
        <translation>料金</translation>
    </message>
    <message>
        <source>%1 USD per hour (%2)</source>
        <translation>1 時間あたり %1 USD (%2)</translation>
    </message>
    <message>
        <source>same</source>
        <translation>同等</translation>
    </message>
    <message>
        <source>
Changes: %1</source>
        <translation>
変更: %1</translation>
    </message>
    <message>
        <source>Nothing to change.</source>
        <translation>変更はありません。</translation>
    </message>
    <message>
        <source>No plan can be made: not everything is known yet.</source>
        <translation>まだ不明な点があるため、プランを作成できません。</translation>
    </message>
    <message>
        <source>, %1 USD per hour more</source>
        <translation>、1 時間あたり %1 USD の増加</translation>
    </message>
    <message>
        <source>allow</source>
        <translation>許可</translation>
    </message>
    <message>
        <source>needs --allow %1</source>
        <translation>--allow %1 が必要</translation>
    </message>
    <message>
        <source>, more than %1 USD per hour more</source>
        <translation>、1 時間あたり %1 USD を超える追加費用</translation>
    </message>
    <message>
        <source>, hourly cost not known</source>
        <translation>、時間あたりの費用は不明</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard</name>
    <message>
        <source>Worker %1 fell out of “installed”</source>
        <translation>ワーカー %1 が「インストール済み」から外れた</translation>
    </message>
    <message>
        <source>Its install label is gone: the worker may have been replaced. No new confidential pod starts on it.</source>
        <translation>インストール・ラベルがありません。ワーカーが交換された可能性があります。ここでは新しいコンフィデンシャル Pod が起動しません。</translation>
    </message>
    <message>
        <source>Its install label says “%1” now. No new confidential pod starts on it.</source>
        <translation>インストール・ラベルが「%1」になっています。ここでは新しいコンフィデンシャル Pod が起動しません。</translation>
    </message>
    <message>
        <source>Show the worker</source>
        <translation>ワーカーを表示</translation>
    </message>
    <message>
        <source>VSI %1 has no pod and no PeerPod</source>
        <translation>VSI %1 に Pod も PeerPod もない</translation>
    </message>
    <message>
        <source>Running for %1 in %2.</source>
        <translation>%2 で %1 稼働中。</translation>
    </message>
    <message>
        <source>Running for %1 in %2; the catalog names no price of %3.</source>
        <translation>%2 で稼働 %1。%3 の料金はカタログにありません。</translation>
    </message>
    <message>
        <source>Running for %1 in %2, %3 USD so far.</source>
        <translation>%2 で稼働 %1。これまでに %3 USD。</translation>
    </message>
    <message>
        <source>Show and remove …</source>
        <translation>表示して削除 …</translation>
    </message>
    <message>
        <source>VSI %1 failed to start</source>
        <translation>VSI %1 の起動が失敗</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Pod %1 runs in a VSI that is not confidential</source>
        <translation>Pod %1 がコンフィデンシャルでない VSI で稼働</translation>
    </message>
    <message>
        <source>confidential_compute_mode of %1 is “disabled”: its memory is not protected.</source>
        <translation>%1 の confidential_compute_mode が「disabled」です。メモリーは保護されません。</translation>
    </message>
    <message>
        <source>Confidential pod %1 has failed</source>
        <translation>コンフィデンシャル Pod %1 が失敗</translation>
    </message>
    <message>
        <source>Confidential pod %1 is not ready</source>
        <translation>コンフィデンシャル Pod %1 が未準備</translation>
    </message>
    <message>
        <source>Asked for %1 ago; a TDX server usually needs three to four minutes.</source>
        <translation>要求から %1 経過。TDX サーバーの起動には通常 3 から 4 分かかります。</translation>
    </message>
    <message>
        <source>Worker %1 is not Ready</source>
        <translation>ワーカー %1 が Ready ではない</translation>
    </message>
    <message>
        <source>IBM Cloud says worker %1 is in state %2</source>
        <translation>IBM Cloud ではワーカー %1 の状態が %2</translation>
    </message>
    <message>
        <source>Worker %1 reports %2</source>
        <translation>ワーカー %1 が %2 を報告</translation>
    </message>
    <message>
        <source>Such a condition keeps new pods away or evicts running ones.</source>
        <translation>この状態では、新しい Pod が配置されないか、稼働中の Pod が退避されます。</translation>
    </message>
    <message>
        <source>Worker %1 is cordoned</source>
        <translation>ワーカー %1 は cordon 済み</translation>
    </message>
    <message>
        <source>No new confidential pod starts on it.</source>
        <translation>ここでは新しいコンフィデンシャル Pod が起動しません。</translation>
    </message>
    <message>
        <source>The adaptor on worker %1 is not ready</source>
        <translation>ワーカー %1 のアダプターが未準備</translation>
    </message>
    <message>
        <source>%1: no confidential pod starts or stops on this worker meanwhile.</source>
        <translation>%1: その間、このワーカーではコンフィデンシャル Pod が起動も停止もしません。</translation>
    </message>
    <message>
        <source>Every place for a confidential pod is taken</source>
        <translation>コンフィデンシャル Pod の枠がすべて使用中</translation>
    </message>
    <message>
        <source>%1 of %2 places (kata.peerpods.io/vm): the next pod waits.</source>
        <translation>枠 %1/%2 (kata.peerpods.io/vm): 次の Pod は待機します。</translation>
    </message>
    <message>
        <source>See the workers</source>
        <translation>ワーカーを見る</translation>
    </message>
    <message>
        <source>Subnet %1 has %2 free addresses</source>
        <translation>サブネット %1 の空きアドレスは %2 個</translation>
    </message>
    <message>
        <source>Each confidential pod in zone %1 needs one.</source>
        <translation>ゾーン %1 のコンフィデンシャル Pod ごとに 1 個必要です。</translation>
    </message>
    <message>
        <source>What is set differs from what is wanted (step %1)</source>
        <translation>実際の設定が目的の設定と異なる (ステップ %1)</translation>
    </message>
    <message>
        <source>See the difference</source>
        <translation>差分を見る</translation>
    </message>
    <message>
        <source>Open the step</source>
        <translation>ステップを開く</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 時間 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 日 %2 時間</translation>
    </message>
    <message>
        <source>Peer pods cost more than your limit</source>
        <translation>ピア Pod の費用が上限を超過</translation>
    </message>
    <message>
        <source>%1 USD/h now, the limit is %2 USD/h.</source>
        <translation>現在 %1 USD/時、上限は %2 USD/時です。</translation>
    </message>
    <message>
        <source>See what runs</source>
        <translation>稼働中のものを見る</translation>
    </message>
    <message>
        <source>Confidential containers can be set up here</source>
        <translation>ここにコンフィデンシャル・コンテナーをセットアップ可能</translation>
    </message>
    <message>
        <source>The guided set-up looks first and shows every change before it is made.</source>
        <translation>ガイド付きセットアップは最初に現状を確認し、変更はすべて実行前に表示します。</translation>
    </message>
    <message>
        <source>Open the set-up</source>
        <translation>セットアップを開く</translation>
    </message>
    <message>
        <source>list prices of %1</source>
        <translation>%1 の定価</translation>
    </message>
    <message>
        <source>a recorded list price of %1; the catalog did not answer</source>
        <translation>記録された %1 の定価。カタログの応答なし</translation>
    </message>
    <message>
        <source>The account's list of clusters does not name this cluster, so its VPC is not known.</source>
        <translation>アカウントのクラスター一覧にこのクラスターがないため、VPC が不明です。</translation>
    </message>
    <message>
        <source>These rights do not allow it: “%1” is missing.</source>
        <translation>現在の権限では許可されません: 「%1」がありません。</translation>
    </message>
    <message>
        <source>Whether these rights allow it could not be asked.</source>
        <translation>現在の権限で許可されるかどうかを問い合わせられませんでした。</translation>
    </message>
    <message>
        <source>Asking whether these rights allow it …</source>
        <translation>現在の権限で許可されるか問い合わせ中 …</translation>
    </message>
    <message>
        <source>Another run is under way: one at a time.</source>
        <translation>別の実行が進行中です。一度に 1 つだけ実行できます。</translation>
    </message>
    <message>
        <source>It is cordoned already.</source>
        <translation>すでに cordon 済みです。</translation>
    </message>
    <message>
        <source>It is not cordoned.</source>
        <translation>cordon されていません。</translation>
    </message>
    <message>
        <source>A supervised reboot is under way; it uncordons the worker itself.</source>
        <translation>監視付きの再起動が進行中です。ワーカーは自動的に uncordon されます。</translation>
    </message>
    <message>
        <source>IBM Cloud is being asked for this cluster …</source>
        <translation>このクラスターについて IBM Cloud に問い合わせ中 …</translation>
    </message>
    <message>
        <source>A worker is rebooted through IBM Cloud: open the connection with a login to it.</source>
        <translation>ワーカーの再起動は IBM Cloud を通じて行います。IBM Cloud へのログインを指定して接続を開いてください。</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>スケジュール済み</translation>
    </message>
    <message>
        <source>VSI requested</source>
        <translation>VSI 要求済み</translation>
    </message>
    <message>
        <source>VSI and agent ready</source>
        <translation>VSI とエージェント準備完了</translation>
    </message>
    <message>
        <source>Image pulled</source>
        <translation>イメージのプル完了</translation>
    </message>
    <message>
        <source>Container started</source>
        <translation>コンテナー起動済み</translation>
    </message>
    <message>
        <source>Pod ready</source>
        <translation>Pod 準備完了</translation>
    </message>
    <message>
        <source>Workers, their install state and their capacity.</source>
        <translation>ワーカー、そのインストール状態と容量。</translation>
    </message>
    <message>
        <source>Which pod runs in which server, and so which servers nobody owns.</source>
        <translation>どの Pod がどのサーバーで動作するか、また所有者のないサーバー。</translation>
    </message>
    <message>
        <source>Confidential pods, how they start, and the adaptor on each worker.</source>
        <translation>コンフィデンシャル Pod、その起動の様子、各ワーカーのアダプター。</translation>
    </message>
    <message>
        <source>Whether confidential containers are installed at all.</source>
        <translation>コンフィデンシャル・コンテナーがインストールされているかどうか。</translation>
    </message>
    <message>
        <source>Which version of the operator is installed.</source>
        <translation>インストール済みオペレーターのバージョン。</translation>
    </message>
    <message>
        <source>What the dashboard reads of it.</source>
        <translation>ダッシュボードが読み取る内容。</translation>
    </message>
    <message>
        <source>list and watch %1 in the whole cluster</source>
        <translation>クラスター全体の %1 の一覧取得と監視</translation>
    </message>
    <message>
        <source>list and watch %1 in namespace %2</source>
        <translation>namespace %2 の %1 の一覧取得と監視</translation>
    </message>
    <message>
        <source>read the clusters and workers of the account</source>
        <translation>アカウントのクラスターとワーカーの読み取り</translation>
    </message>
    <message>
        <source>read the servers and subnets of the VPC</source>
        <translation>VPC のサーバーとサブネットの読み取り</translation>
    </message>
    <message>
        <source>Health of the workers as IBM Cloud sees it, and which VPC the cluster is in.</source>
        <translation>IBM Cloud から見たワーカーの正常性、およびクラスターの VPC。</translation>
    </message>
    <message>
        <source>Servers of peer pods, what they cost, and free addresses.</source>
        <translation>ピア Pod のサーバー、その費用、空きアドレス。</translation>
    </message>
    <message>
        <source>a login to IBM Cloud</source>
        <translation>IBM Cloud へのログイン</translation>
    </message>
    <message>
        <source>Servers of peer pods, what they cost, free addresses, and the health of workers as IBM Cloud sees it.</source>
        <translation>ピア Pod のサーバー、その費用、空きアドレス、IBM Cloud から見たワーカーの正常性。</translation>
    </message>
    <message>
        <source>Confidential pods are being read.</source>
        <translation>コンフィデンシャル Pod を読み取り中です。</translation>
    </message>
    <message>
        <source>No confidential pod runs.</source>
        <translation>稼働中のコンフィデンシャル Pod はありません。</translation>
    </message>
    <message>
        <source>No confidential pod runs in namespace %1.</source>
        <translation>namespace %1 に稼働中のコンフィデンシャル Pod はありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n confidential pod(s) running.</source>
        <translation>
            <numerusform>コンフィデンシャル Pod %n 個が稼働しています。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n confidential pod(s) running.</source>
        <translation>
            <numerusform>コンフィデンシャル Pod %n 個中 %1 個が稼働しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Servers and prices are being read.</source>
        <translation>サーバーと料金を読み取り中です。</translation>
    </message>
    <message>
        <source>Servers and prices are not known.</source>
        <translation>サーバーと料金は不明です。</translation>
    </message>
    <message>
        <source>No VSI runs, nothing is charged for peer pods.</source>
        <translation>稼働中の VSI はなく、ピア Pod の課金はありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n VSI(s) belong to nobody and cost %1 USD/h of %2.</source>
        <translation>
            <numerusform>所有者のない VSI が %n 台あり、%2 のうち %1 USD/時を占めています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at the cluster …</source>
        <translation>クラスターを確認中 …</translation>
    </message>
    <message>
        <source>The cluster does not answer.</source>
        <translation>クラスターが応答しません。</translation>
    </message>
    <message numerus="yes">
        <source>Confidential containers are not installed on the %n worker(s) of this cluster.</source>
        <translation>
            <numerusform>このクラスターのワーカー %n 台に、コンフィデンシャル・コンテナーはインストールされていません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n worker(s) installed.</source>
        <translation>
            <numerusform>ワーカー %n 台中 %1 台がインストール済みです。</numerusform>
        </translation>
    </message>
    <message>
        <source>Something that Cocoon set has been changed since.</source>
        <translation>Cocoon が設定したものが、その後変更されています。</translation>
    </message>
    <message>
        <source>Last changed by Cocoon %1 ago, nothing has drifted since.</source>
        <translation>Cocoon による最後の変更は %1 前。その後の差異はありません。</translation>
    </message>
    <message>
        <source>Last attestation proven %1 ago.</source>
        <translation>最後のアテステーションの証明は %1 前です。</translation>
    </message>
    <message>
        <source>You cannot set up confidential containers here</source>
        <translation>ここではコンフィデンシャル・コンテナーをセットアップできない</translation>
    </message>
    <message>
        <source>Missing: %1 and more.</source>
        <translation>不足: %1 など。</translation>
    </message>
    <message>
        <source>Missing: %1.</source>
        <translation>不足: %1。</translation>
    </message>
    <message>
        <source>Copy what would help</source>
        <translation>必要な権限をコピー</translation>
    </message>
    <message>
        <source>Peer pods cost %1 USD/h; every VSI has an owner.</source>
        <translation>ピア Pod の費用は %1 USD/時です。すべての VSI に所有者があります。</translation>
    </message>
    <message>
        <source>VSI %1 is left of a pod that is gone</source>
        <translation>存在しない Pod の VSI %1 が残存</translation>
    </message>
    <message>
        <source>%1: nobody here claims them, and they may be another cluster's.</source>
        <translation>%1: このクラスターに所有者は見つかりません。別のクラスターのものである可能性があります。</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Confidential containers are installed by %1</source>
        <translation>コンフィデンシャル・コンテナーは %1 によりインストール済み</translation>
    </message>
    <message>
        <source>%1. Cocoon sets up OpenShift sandboxed containers only; what runs here is shown as far as it goes.</source>
        <translation>%1。Cocoon がセットアップするのは OpenShift サンドボックスコンテナーだけです。ここで稼働中のものは、わかる範囲で表示します。</translation>
    </message>
    <message>
        <source>See the pods</source>
        <translation>Pod を見る</translation>
    </message>
    <message>
        <source>OpenShift sandboxed containers</source>
        <translation>OpenShift サンドボックスコンテナー</translation>
    </message>
    <message>
        <source>the CoCo operator</source>
        <translation>CoCo オペレーター</translation>
    </message>
    <message>
        <source>the CoCo Helm chart</source>
        <translation>CoCo Helm チャート</translation>
    </message>
    <message>
        <source>upstream peer pods (cloud API adaptor)</source>
        <translation>アップストリームのピア Pod (cloud API adaptor)</translation>
    </message>
    <message>
        <source>an unknown installer</source>
        <translation>不明なインストーラー</translation>
    </message>
    <message>
        <source>VSI running</source>
        <translation>VSI 稼働中</translation>
    </message>
    <message>
        <source>Agent ready</source>
        <translation>エージェント準備完了</translation>
    </message>
    <message>
        <source>Why a confidential pod does not start, in whatever namespace.</source>
        <translation>コンフィデンシャル Pod が起動しない理由 (どの namespace でも)。</translation>
    </message>
    <message>
        <source>Image, subnet and INITDATA that confidential pods start with.</source>
        <translation>コンフィデンシャル Pod の起動に使用するイメージ、サブネット、INITDATA。</translation>
    </message>
    <message>
        <source>Who installed confidential containers here.</source>
        <translation>ここにコンフィデンシャル・コンテナーをインストールしたもの。</translation>
    </message>
    <message numerus="yes">
        <source>Found %1: %2 of %n node(s) ready.</source>
        <translation>
            <numerusform>%1 を検出しました: ノード %n 台中 %2 台が準備完了です。</numerusform>
        </translation>
    </message>
    <message>
        <source>Found %1.</source>
        <translation>%1 を検出しました。</translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; %n VSI(s) are left of pods that are gone.</source>
        <translation>
            <numerusform>ピア Pod の費用は %1 USD/時です。存在しない Pod の VSI が %n 台残っています。</numerusform>
        </translation>
    </message>
    <message>
        <source>The cluster does not answer</source>
        <translation>クラスターが応答しません</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>%1 has no %2</source>
        <translation>%1 には %2 なし</translation>
    </message>
    <message>
        <source>%1 has none</source>
        <translation>%1 にはなし</translation>
    </message>
    <message>
        <source>%1 runs %2 %3</source>
        <translation>%1 は %2 %3 を実行</translation>
    </message>
    <message>
        <source>%1 runs %2</source>
        <translation>%1 は %2 を実行</translation>
    </message>
    <message>
        <source>%1 has %2 %3</source>
        <translation>%1 の %2 は %3</translation>
    </message>
    <message>
        <source>%1 has %2</source>
        <translation>%1 は %2</translation>
    </message>
    <message>
        <source>%1 of %2 clusters have no %3</source>
        <translation>クラスター %2 個中 %1 個には %3 なし</translation>
    </message>
    <message>
        <source>%1 of %2 clusters run %3 %4</source>
        <translation>クラスター %2 個中 %1 個が %3 %4 を実行</translation>
    </message>
    <message>
        <source>%1 of %2 clusters have %3 %4</source>
        <translation>クラスター %2 個中 %1 個の %3 は %4</translation>
    </message>
    <message>
        <source>others differ too</source>
        <translation>ほかにも異なるものあり</translation>
    </message>
    <message>
        <source>of %1 it is not known</source>
        <translation>%1 については不明</translation>
    </message>
    <message>
        <source>OpenShift</source>
        <translation>OpenShift</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>オペレーター</translation>
    </message>
    <message>
        <source>pod VM image</source>
        <translation>Pod VM イメージ</translation>
    </message>
    <message>
        <source>adaptor image</source>
        <translation>アダプター・イメージ</translation>
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
        <translation>インスタンス・プロファイル</translation>
    </message>
    <message>
        <source>allowed profiles</source>
        <translation>許可されたプロファイル</translation>
    </message>
    <message>
        <source>pods per worker</source>
        <translation>ワーカーあたりの Pod 数</translation>
    </message>
    <message>
        <source>feature gates</source>
        <translation>フィーチャー・ゲート</translation>
    </message>
    <message>
        <source>No cluster is open. Watch two to see where they differ.</source>
        <translation>開いているクラスターがありません。2 つを監視すると、違いを確認できます。</translation>
    </message>
    <message>
        <source>Only %1 is open. Watch another one to see where they differ.</source>
        <translation>開いているのは %1 だけです。もう 1 つ監視すると、違いを確認できます。</translation>
    </message>
    <message>
        <source>They differ in %1 too.</source>
        <translation>%1 も異なります。</translation>
    </message>
    <message>
        <source>Looking at %1 clusters …</source>
        <translation>%1 個のクラスターを確認中 …</translation>
    </message>
    <message>
        <source>Nothing that is known of the %1 open clusters can be compared.</source>
        <translation>開いている %1 個のクラスターについて、わかっている情報からは比較できるものがありません。</translation>
    </message>
    <message>
        <source>The %1 open clusters are alike in everything that is compared.</source>
        <translation>開いている %1 個のクラスターは、比較対象のすべてで一致しています。</translation>
    </message>
    <message>
        <source>The %1 open clusters are alike in what is known of them.</source>
        <translation>開いている %1 個のクラスターは、わかっている範囲で一致しています。</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未インストール</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>読み取り不可</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未設定</translation>
    </message>
    <message>
        <source>The cluster does not answer: what is shown is old, and nothing is done to a worker unseen.</source>
        <translation>クラスターが応答しません: 表示は古い情報です。状態を確認できないワーカーには何も行いません。</translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; %n VSI(s) are being deleted.</source>
        <translation>
            <numerusform>ピア Pod の費用は %1 USD/時です。VSI %n 台を削除中です。</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was %1 ago: %2</source>
        <translation>%1 前の状態: %2</translation>
    </message>
    <message>
        <source>OpenShift sandboxed containers %1; no change made by Cocoon from this desk.</source>
        <translation>OpenShift サンドボックスコンテナー %1。ここから Cocoon による変更はありません。</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <translation>1 秒未満</translation>
    </message>
    <message numerus="yes">
        <source>The owner of %n VSI(s) is not known</source>
        <translation>
            <numerusform>%n 台の VSI の所有者が不明です</numerusform>
        </translation>
    </message>
    <message>
        <source>Cocoon tries again by itself.</source>
        <translation>Cocoon が自動的に再試行します。</translation>
    </message>
    <message>
        <source>You may not read confidential pods.</source>
        <translation>機密 Pod を読み取る権限がありません。</translation>
    </message>
    <message>
        <source>Confidential pods could not be read.</source>
        <translation>機密 Pod を読み取れませんでした。</translation>
    </message>
    <message numerus="yes">
        <source>Peer pods cost %1 USD/h; the owner of %n VSI(s) is not known.</source>
        <translation>
            <numerusform>ピア Pod の費用は %1 USD/h です。%n 台の VSI の所有者が不明です。</numerusform>
        </translation>
    </message>
    <message>
        <source>You may not read workers.</source>
        <translation>ワーカーを読み取る権限がありません。</translation>
    </message>
    <message>
        <source>Worker %1 is gone</source>
        <translation>ワーカー %1 がなくなりました</translation>
    </message>
    <message>
        <source>It was “installed”, and the cluster does not list it any more: it was removed or replaced. A worker in its place has to be installed before confidential pods start on it.</source>
        <translation>「installed」でしたが、クラスターの一覧にありません。削除されたか置き換えられました。代わりのワーカーでは、インストールが済むまで機密 Pod は起動しません。</translation>
    </message>
    <message numerus="yes">
        <source>%n completed.</source>
        <translation>
            <numerusform>%n 件が完了。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::ClusterReader</name>
    <message>
        <source>ask what the cluster serves</source>
        <translation>クラスターが提供するリソースの問い合わせ</translation>
    </message>
    <message>
        <source>(hidden)</source>
        <translation>(非表示)</translation>
    </message>
    <message>
        <source>list %1</source>
        <translation>%1 の一覧取得</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::MachineTask</name>
    <message>
        <source>Remove a VSI that nobody owns</source>
        <translation>所有者のない VSI を削除</translation>
    </message>
    <message>
        <source>The servers of the VPC cannot be read</source>
        <translation>VPC のサーバーを読み取れない</translation>
    </message>
    <message>
        <source>What cannot be seen is not removed.</source>
        <translation>見えないものは削除しません。</translation>
    </message>
    <message>
        <source>Open the connection with a login to IBM Cloud.</source>
        <translation>IBM Cloud へのログインを指定して接続を開いてください。</translation>
    </message>
    <message>
        <source>The VSI is gone and costs nothing any more.</source>
        <translation>VSI は削除され、もう費用はかかりません。</translation>
    </message>
    <message>
        <source>VSI %1 to be deleted</source>
        <translation>VSI %1 の削除</translation>
    </message>
    <message>
        <source>VSI %1 may be somebody's</source>
        <translation>VSI %1 は誰かが所有している可能性がある</translation>
    </message>
    <message>
        <source>Delete its pod instead; the server goes with it.</source>
        <translation>代わりに Pod を削除してください。サーバーも一緒に削除されます。</translation>
    </message>
    <message>
        <source>id %1, made %2, %3 in %4</source>
        <translation>ID %1、作成 %2、%3、%4 内</translation>
    </message>
    <message>
        <source>Check its name and time; then go on.</source>
        <translation>名前と時刻を確認してから続行してください。</translation>
    </message>
    <message>
        <source>Delete VSI %1</source>
        <translation>VSI %1 を削除</translation>
    </message>
    <message>
        <source>Nobody owns it and it costs money.</source>
        <translation>所有者がなく、費用がかかっています。</translation>
    </message>
    <message>
        <source>VSI %1 is in use</source>
        <translation>VSI %1 は使用中</translation>
    </message>
    <message>
        <source>A pod runs in it or starts on it.</source>
        <translation>その中で Pod が稼働しているか、起動中です。</translation>
    </message>
    <message>
        <source>A PeerPod still names VSI %1</source>
        <translation>PeerPod がまだ VSI %1 を指している</translation>
    </message>
    <message>
        <source>The operator deletes the server and then the PeerPod; removed by hand, the PeerPod would be left.</source>
        <translation>オペレーターはサーバーを削除し、その後 PeerPod を削除します。手動で削除すると、PeerPod が残ります。</translation>
    </message>
    <message>
        <source>See why the operator does not: is its credential accepted, does the adaptor run on the worker?</source>
        <translation>オペレーターが削除しない理由を確認してください: 資格情報は受け入れられているか、ワーカーでアダプターが動作しているか。</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>作成 %1</translation>
    </message>
    <message>
        <source>It may be a start under way, or another cluster's.</source>
        <translation>起動中のものか、別のクラスターのものである可能性があります。</translation>
    </message>
    <message>
        <source>Ask in the clusters that share this VPC; look again in a quarter of an hour.</source>
        <translation>この VPC を共有するクラスターで確認し、15 分後にもう一度確認してください。</translation>
    </message>
    <message>
        <source>Who owns VSI %1 cannot be told</source>
        <translation>VSI %1 の所有者を判別できない</translation>
    </message>
    <message>
        <source>PeerPods or pods could not be read.</source>
        <translation>PeerPod または Pod を読み取れませんでした。</translation>
    </message>
    <message>
        <source>What may be in use is not removed.</source>
        <translation>使用中の可能性があるものは削除しません。</translation>
    </message>
    <message>
        <source>Look again when the cluster answers, or with rights to list PeerPods and pods in all namespaces.</source>
        <translation>クラスターが応答するようになってから、またはすべての namespace の PeerPod と Pod を一覧取得する権限で、もう一度確認してください。</translation>
    </message>
    <message>
        <source>This VSI is not one of this cluster's pods</source>
        <translation>この VSI はこのクラスターの Pod のものではない</translation>
    </message>
    <message>
        <source>Its tag or its subnet says that another cluster made it, or its name is no pod VM's.</source>
        <translation>タグまたはサブネットによると別のクラスターが作成したものか、名前が Pod VM のものではありません。</translation>
    </message>
    <message>
        <source>Ask there; nothing is removed from here.</source>
        <translation>そのクラスターで確認してください。ここからは何も削除しません。</translation>
    </message>
    <message>
        <source>A pod of that name lives, or it cannot be told.</source>
        <translation>その名前の Pod が存在するか、存在するかどうか判別できません。</translation>
    </message>
    <message>
        <source>Look at the pod of that name first.</source>
        <translation>先にその名前の Pod を確認してください。</translation>
    </message>
    <message>
        <source>Nobody in this cluster owns VSI %1</source>
        <translation>このクラスターに VSI %1 の所有者なし</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::Neighbour</name>
    <message>
        <source>read what is wanted of this cluster</source>
        <translation>このクラスターの目的の設定の読み取り</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::NodeTask</name>
    <message>
        <source>These rights do not allow to %1</source>
        <translation>現在の権限では許可されない: %1</translation>
    </message>
    <message>
        <source>The API server would refuse it.</source>
        <translation>API サーバーが拒否することになります。</translation>
    </message>
    <message>
        <source>Ask for a ClusterRole with the verb %1 on %2, or use another kubeconfig.</source>
        <translation>%2 に対する動詞 %1 を持つ ClusterRole を依頼するか、別の kubeconfig を使用してください。</translation>
    </message>
    <message>
        <source>What is in their memory is gone; new ones start elsewhere in three to four minutes.</source>
        <translation>メモリーの内容は失われます。新しい Pod は 3 から 4 分で別の場所に起動します。</translation>
    </message>
    <message>
        <source>Wait for a quiet moment, or go on.</source>
        <translation>負荷の低い時を待つか、続行してください。</translation>
    </message>
    <message>
        <source>Cordon worker %1</source>
        <translation>ワーカー %1 を cordon</translation>
    </message>
    <message>
        <source>Uncordon worker %1</source>
        <translation>ワーカー %1 を uncordon</translation>
    </message>
    <message>
        <source>Drain worker %1</source>
        <translation>ワーカー %1 をドレイン</translation>
    </message>
    <message>
        <source>Reboot worker %1</source>
        <translation>ワーカー %1 を再起動</translation>
    </message>
    <message>
        <source>change nodes</source>
        <translation>ノードの変更</translation>
    </message>
    <message>
        <source>evict pods</source>
        <translation>Pod の退避</translation>
    </message>
    <message>
        <source>There is no worker %1</source>
        <translation>ワーカー %1 がない</translation>
    </message>
    <message>
        <source>It may have been replaced.</source>
        <translation>交換された可能性があります。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>別のワーカーを選択してください。</translation>
    </message>
    <message>
        <source>Nothing new starts on it; what runs there goes on.</source>
        <translation>ここでは新しいものは起動しません。実行中のものは続行します。</translation>
    </message>
    <message>
        <source>Worker %1 takes no new pods.</source>
        <translation>ワーカー %1 は新しい Pod を受け入れません。</translation>
    </message>
    <message>
        <source>A supervised reboot of worker %1 is under way</source>
        <translation>ワーカー %1 の監視付き再起動が進行中</translation>
    </message>
    <message>
        <source>It uncordons the worker itself when it is back.</source>
        <translation>復帰すると、ワーカーは自動的に uncordon されます。</translation>
    </message>
    <message>
        <source>Let it come to its end, or go on with it.</source>
        <translation>完了を待つか、その再起動を続行してください。</translation>
    </message>
    <message>
        <source>It takes new pods again.</source>
        <translation>再び新しい Pod を受け入れます。</translation>
    </message>
    <message>
        <source>Worker %1 takes new pods.</source>
        <translation>ワーカー %1 は新しい Pod を受け入れます。</translation>
    </message>
    <message>
        <source>What leaves is not to come back at once.</source>
        <translation>退避したものがすぐに戻らないようにします。</translation>
    </message>
    <message>
        <source>pods to leave worker %1</source>
        <translation>ワーカー %1 からの Pod の退避</translation>
    </message>
    <message>
        <source>Worker %1 is empty but for its daemons, and takes no new pods.</source>
        <translation>ワーカー %1 はデーモン以外は空で、新しい Pod を受け入れません。</translation>
    </message>
    <message>
        <source>Worker %1 has rebooted: boot id %2, before %3.</source>
        <translation>ワーカー %1 が再起動しました: ブート ID %2 (以前は %3)。</translation>
    </message>
    <message>
        <source>The service that reboots workers cannot be asked</source>
        <translation>ワーカーを再起動するサービスに問い合わせできない</translation>
    </message>
    <message>
        <source>no login to IBM Cloud, or the account does not list this cluster</source>
        <translation>IBM Cloud へのログインがないか、アカウントの一覧にこのクラスターがない</translation>
    </message>
    <message>
        <source>A worker is rebooted through IBM Cloud.</source>
        <translation>ワーカーの再起動は IBM Cloud を通じて行います。</translation>
    </message>
    <message>
        <source>Open the connection with a login to IBM Cloud.</source>
        <translation>IBM Cloud へのログインを指定して接続を開いてください。</translation>
    </message>
    <message>
        <source>Empty worker %1.</source>
        <translation>ワーカー %1 を空にします。</translation>
    </message>
    <message>
        <source>Pods without a controller are gone for good</source>
        <translation>コントローラーのない Pod は戻りません</translation>
    </message>
    <message>
        <source>Nothing creates them again elsewhere.</source>
        <translation>別の場所で再作成されることはありません。</translation>
    </message>
    <message>
        <source>Save what you still need from them first.</source>
        <translation>必要なものは先に保存してください。</translation>
    </message>
    <message>
        <source>Confidential pods on this worker end, and so do their VSIs</source>
        <translation>このワーカーの機密 Pod とその VSI は終了します</translation>
    </message>
</context>
<context>
    <name>cocoon::dashboard::PodJoin</name>
    <message>
        <source>The pod has ended, its VSI is still %1 and costs money until the pod is deleted.</source>
        <translation>Pod は終了しましたが、その VSI はまだ %1 で、Pod を削除するまで費用がかかります。</translation>
    </message>
    <message>
        <source>The pod is being deleted; its VSI is %1.</source>
        <translation>Pod は削除中です。その VSI は %1 です。</translation>
    </message>
    <message>
        <source>PeerPod %1 names VSI %2, which the VPC does not have.</source>
        <translation>PeerPod %1 が指す VSI %2 は、VPC にありません。</translation>
    </message>
    <message>
        <source>The VSI runs with confidential_compute_mode "disabled": its memory is not protected.</source>
        <translation>VSI の confidential_compute_mode が「disabled」です。メモリーは保護されません。</translation>
    </message>
    <message>
        <source>The INITDATA annotation %1 is not read by operator %2; the pod started with the global one.</source>
        <translation>オペレーター %2 は INITDATA アノテーション %1 を読み取りません。Pod はグローバルの INITDATA で起動しました。</translation>
    </message>
    <message>
        <source>On worker %1; no VSI yet.</source>
        <translation>ワーカー %1 上。VSI はまだありません。</translation>
    </message>
    <message>
        <source>The VSI is %1.</source>
        <translation>VSI は %1 です。</translation>
    </message>
    <message>
        <source>The VSI runs; the agent in it or the image is not ready yet.</source>
        <translation>VSI は稼働しています。その中のエージェントまたはイメージがまだ準備できていません。</translation>
    </message>
    <message>
        <source>The VSI is %1; three to four minutes are usual.</source>
        <translation>VSI は %1 です。通常 3 から 4 分かかります。</translation>
    </message>
    <message>
        <source>requested</source>
        <translation>要求済み</translation>
    </message>
    <message>
        <source>Attempt %1. %2</source>
        <translation>試行 %1 回目。%2</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>前回: %1</translation>
    </message>
    <message>
        <source>No PeerPod in any namespace names it.</source>
        <translation>どの namespace にも、これを指す PeerPod がありません。</translation>
    </message>
    <message>
        <source>No living pod of this cluster has the name in %1.</source>
        <translation>このクラスターの存在する Pod に、%1 に含まれる名前のものはありません。</translation>
    </message>
    <message>
        <source>The name fits several pods: %1.</source>
        <translation>名前が複数の Pod に一致します: %1。</translation>
    </message>
    <message>
        <source>Its tag coco-pod-vm:%1 is this cluster's.</source>
        <translation>タグ coco-pod-vm:%1 はこのクラスターのものです。</translation>
    </message>
    <message>
        <source>It carries no tag, although operator %1 tags its VSIs.</source>
        <translation>オペレーター %1 は VSI にタグを付けますが、これにはタグがありません。</translation>
    </message>
    <message>
        <source>Its image is the one in peer-pods-cm.</source>
        <translation>イメージは peer-pods-cm のものと同じです。</translation>
    </message>
    <message>
        <source>Its image %1 is not the one in peer-pods-cm.</source>
        <translation>イメージ %1 は peer-pods-cm のものと異なります。</translation>
    </message>
    <message>
        <source>Other clusters share this VPC and make such names too: %1.</source>
        <translation>他のクラスターもこの VPC を共有し、同様の名前を作ります: %1。</translation>
    </message>
    <message>
        <source>PeerPod %1/%2 names it; its pod %3 is gone.</source>
        <translation>PeerPod %1/%2 がこれを指していますが、その Pod %3 はありません。</translation>
    </message>
    <message>
        <source>The PeerPod is being deleted; its finalizer holds it until the VSI is gone.</source>
        <translation>PeerPod は削除中です。VSI がなくなるまで、finalizer により保持されます。</translation>
    </message>
    <message>
        <source>The VPC does not have this VSI any more; the operator retries the deletion for ever.</source>
        <translation>VPC にこの VSI はもうありません。オペレーターは削除を際限なく再試行します。</translation>
    </message>
    <message>
        <source>Its VM starts on worker %1.</source>
        <translation>その VM はワーカー %1 で起動しています。</translation>
    </message>
    <message>
        <source>Whether another cluster shares this VPC cannot be told: workers or clusters could not be read.</source>
        <translation>別のクラスターがこの VPC を共有しているかどうか判別できません: ワーカーまたはクラスターを読み取れませんでした。</translation>
    </message>
    <message>
        <source>The cluster does not answer: which pod runs in it cannot be told.</source>
        <translation>クラスターが応答しません: その中でどの Pod が稼働しているか判別できません。</translation>
    </message>
    <message>
        <source>Workers of this cluster are in its subnet %1 too.</source>
        <translation>このクラスターのワーカーも同じサブネット %1 にあります。</translation>
    </message>
    <message>
        <source>No worker of this cluster is in its subnet %1, and whether peer-pods-cm names that subnet could not be read.</source>
        <translation>このクラスターのワーカーはサブネット %1 になく、peer-pods-cm にそのサブネットがあるかどうかは読み取れませんでした。</translation>
    </message>
</context>
<context>
    <name>cocoon::history</name>
    <message>
        <source>The history %1 did not answer: %2.</source>
        <translation>履歴 %1 が応答しませんでした: %2。</translation>
    </message>
    <message>
        <source>The history %1 cannot be written: %2.</source>
        <translation>履歴 %1 に書き込めません: %2。</translation>
    </message>
</context>
<context>
    <name>cocoon::items::ChangesModel</name>
    <message>
        <source>creates</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>deletes</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>does</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>%1 USD/h</source>
        <translation>%1 USD/時</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) now</source>
        <translation>
            <numerusform>今すぐの変更 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>後で %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 USD per hour more</source>
        <translation>1 時間あたり %1 USD 増</translation>
    </message>
    <message>
        <source>no hourly cost</source>
        <translation>時間料金なし</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>now</source>
        <translation>今すぐ</translation>
    </message>
    <message>
        <source>CHANGE</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>EFFECT</source>
        <translation>影響</translation>
    </message>
    <message>
        <source>WHEN</source>
        <translation>時期</translation>
    </message>
    <message>
        <source>PRICE</source>
        <translation>料金</translation>
    </message>
    <message>
        <source>restarts</source>
        <translation>再起動</translation>
    </message>
    <message numerus="yes">
        <source>%n reboot(s)</source>
        <translation>
            <numerusform>再起動 %n 回</numerusform>
        </translation>
    </message>
    <message>
        <source>breaks pods</source>
        <translation>Pod を停止</translation>
    </message>
    <message>
        <source>evicts</source>
        <translation>退避</translation>
    </message>
    <message>
        <source>disturbs</source>
        <translation>影響あり</translation>
    </message>
    <message>
        <source>more than %1 USD per hour more</source>
        <translation>1 時間あたり %1 USD を超える追加費用</translation>
    </message>
    <message>
        <source>hourly cost not known</source>
        <translation>時間あたりの費用は不明</translation>
    </message>
</context>
<context>
    <name>cocoon::items::FindingsModel</name>
    <message>
        <source>met</source>
        <translation>適合</translation>
    </message>
    <message>
        <source>to know</source>
        <translation>情報</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>in the way</source>
        <translation>要解決</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>EVIDENCE</source>
        <translation>根拠</translation>
    </message>
    <message>
        <source>WHY IT MATTERS</source>
        <translation>重要な理由</translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>要確認 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known</source>
        <translation>
            <numerusform>不明 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n met</source>
        <translation>
            <numerusform>適合 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to know</source>
        <translation>
            <numerusform>情報 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the way</source>
        <translation>
            <numerusform>要解決 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>WHAT</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>cocoon::items::FleetCompareModel</name>
    <message>
        <source>%1, differs</source>
        <translation>%1、差異あり</translation>
    </message>
    <message>
        <source>FIELD</source>
        <translation>項目</translation>
    </message>
</context>
<context>
    <name>cocoon::items::FleetModel</name>
    <message>
        <source>differs: %1 of %2 clusters have %3</source>
        <translation>差異あり: クラスター %2 個中 %1 個は %3</translation>
    </message>
    <message>
        <source>differs from the others</source>
        <translation>他のクラスターと異なる</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>接続中 …</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>Stale · %1 old</source>
        <translation>古い情報 · %1 前</translation>
    </message>
    <message>
        <source>No login</source>
        <translation>ログインなし</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>到達不能</translation>
    </message>
    <message>
        <source>Not open</source>
        <translation>開いていない</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>読み取り不可</translation>
    </message>
    <message>
        <source>errors %1</source>
        <translation>エラー %1</translation>
    </message>
    <message>
        <source>money %1</source>
        <translation>費用 %1</translation>
    </message>
    <message>
        <source>warnings %1</source>
        <translation>警告 %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>%1, %2 old</source>
        <translation>%1、%2 前</translation>
    </message>
    <message>
        <source>CONNECTION</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>DIFFERS IN</source>
        <translation>差異のある項目</translation>
    </message>
    <message>
        <source>REGION</source>
        <translation>リージョン</translation>
    </message>
    <message>
        <source>OPENSHIFT</source>
        <translation>OPENSHIFT</translation>
    </message>
    <message>
        <source>OPERATOR</source>
        <translation>オペレーター</translation>
    </message>
    <message>
        <source>INSTALLED</source>
        <translation>インストール済み</translation>
    </message>
    <message>
        <source>POD VM IMAGE</source>
        <translation>Pod VM イメージ</translation>
    </message>
    <message>
        <source>IMAGE AGE</source>
        <translation>イメージの経過時間</translation>
    </message>
    <message>
        <source>INITDATA</source>
        <translation>INITDATA</translation>
    </message>
    <message>
        <source>FINDINGS</source>
        <translation>検出事項</translation>
    </message>
    <message>
        <source>VSIS</source>
        <translation>VSI</translation>
    </message>
    <message>
        <source>USD/H</source>
        <translation>USD/時</translation>
    </message>
</context>
<context>
    <name>cocoon::items::JournalModel</name>
    <message>
        <source>The program ended before the answer came; the next run looks first.</source>
        <translation>応答の前にプログラムが終了しました。次の実行では最初に現状を確認します。</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>送信済み</translation>
    </message>
    <message>
        <source>made</source>
        <translation>実施済み</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>noted</source>
        <translation>記録済み</translation>
    </message>
    <message>
        <source>TIME</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>STEP</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>CHANGE</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>OUTCOME</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>WHAT CAME BACK</source>
        <translation>応答内容</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>終了コード %1</translation>
    </message>
</context>
<context>
    <name>cocoon::items::NodesModel</name>
    <message>
        <source>draining</source>
        <translation>ドレイン中</translation>
    </message>
    <message>
        <source>rebooting</source>
        <translation>再起動中</translation>
    </message>
    <message>
        <source>coming back</source>
        <translation>復帰中</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未インストール</translation>
    </message>
    <message>
        <source>not in the pool</source>
        <translation>プール外</translation>
    </message>
    <message>
        <source>installing</source>
        <translation>インストール中</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>未準備</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>INSTALL STATE</source>
        <translation>インストール状態</translation>
    </message>
    <message>
        <source>FOR</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>STATUS</source>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>IBM CLOUD</source>
        <translation>IBM Cloud</translation>
    </message>
    <message>
        <source>ZONE</source>
        <translation>ゾーン</translation>
    </message>
    <message>
        <source>VERSION</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>ADAPTOR</source>
        <translation>アダプター</translation>
    </message>
    <message>
        <source>AGE</source>
        <translation>経過時間</translation>
    </message>
    <message>
        <source>cordoned</source>
        <translation>cordon 済み</translation>
    </message>
    <message>
        <source>The first look that is recorded is on its way.</source>
        <translation>最初に記録される確認が進行中です。</translation>
    </message>
    <message>
        <source>CONF. PODS</source>
        <translation>コンフィデンシャル Pod</translation>
    </message>
    <message>
        <source>It offers no places for confidential pods: it does not advertise kata.peerpods.io/vm.</source>
        <translation>機密 Pod の枠がありません: kata.peerpods.io/vm を公開していません。</translation>
    </message>
    <message>
        <source>%1 of %2 places are taken.</source>
        <translation>%2 枠のうち %1 枠を使用中です。</translation>
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
        <translation>アテステーション済み</translation>
    </message>
    <message>
        <source>Attempt: %1</source>
        <translation>試行: %1</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>消滅</translation>
    </message>
    <message>
        <source>No capacity</source>
        <translation>容量なし</translation>
    </message>
    <message>
        <source>VSI requested</source>
        <translation>VSI 要求済み</translation>
    </message>
    <message>
        <source>VSI starting</source>
        <translation>VSI 起動中</translation>
    </message>
    <message>
        <source>Agent starting</source>
        <translation>エージェント起動中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>稼働中</translation>
    </message>
    <message>
        <source>Not confidential</source>
        <translation>コンフィデンシャルでない</translation>
    </message>
    <message>
        <source>Create failed</source>
        <translation>作成失敗</translation>
    </message>
    <message>
        <source>VSI missing</source>
        <translation>VSI なし</translation>
    </message>
    <message>
        <source>Terminating</source>
        <translation>終了処理中</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未準備</translation>
    </message>
    <message>
        <source>Orphan</source>
        <translation>孤立</translation>
    </message>
    <message>
        <source>Unclaimed</source>
        <translation>所有者不明</translation>
    </message>
    <message>
        <source>Being deleted</source>
        <translation>削除中</translation>
    </message>
    <message>
        <source>Left behind</source>
        <translation>残存</translation>
    </message>
    <message>
        <source>config map</source>
        <translation>ConfigMap</translation>
    </message>
    <message>
        <source>annotation</source>
        <translation>アノテーション</translation>
    </message>
    <message>
        <source>ignored annotation</source>
        <translation>無視されるアノテーション</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>NAMESPACE</source>
        <translation>namespace</translation>
    </message>
    <message>
        <source>STATUS</source>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>READY</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>RESTARTS</source>
        <translation>再起動</translation>
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
        <translation>アテステーション</translation>
    </message>
    <message>
        <source>PROFILE</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>ZONE</source>
        <translation>ゾーン</translation>
    </message>
    <message>
        <source>WORKER</source>
        <translation>ワーカー</translation>
    </message>
    <message>
        <source>INITDATA</source>
        <translation>INITDATA</translation>
    </message>
    <message>
        <source>OWNER</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>IP</source>
        <translation>IP</translation>
    </message>
    <message>
        <source>AGE</source>
        <translation>経過時間</translation>
    </message>
    <message>
        <source>USD/H</source>
        <translation>USD/時</translation>
    </message>
    <message>
        <source>List price of %1 in the catalog.</source>
        <translation>カタログの %1 の定価。</translation>
    </message>
    <message>
        <source>Recorded in us-south on %1: the catalog did not answer, and prices differ by region.</source>
        <translation>us-south で %1 に記録されたものです: カタログが応答しませんでした。料金はリージョンごとに異なります。</translation>
    </message>
    <message>
        <source>Owner unknown</source>
        <translation>所有者不明</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1(%2 時点)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>secure boot</source>
        <translation>セキュアブート</translation>
    </message>
    <message>
        <source>no secure boot</source>
        <translation>セキュアブートなし</translation>
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
            <numerusform>確認中: 応答待ち %n 件。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::plan::Intent</name>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>read what the Intent names</source>
        <translation>Intent に指定されたファイルの読み取り</translation>
    </message>
    <message>
        <source>%1: an Intent is a small file; this one has %2 bytes.</source>
        <translation>%1: Intent は小さなファイルですが、これは %2 バイトあります。</translation>
    </message>
    <message>
        <source>an Intent is a map of fields such as cluster and trust</source>
        <translation>Intent は、cluster や trust などのフィールドのマップです</translation>
    </message>
    <message>
        <source>%1 is not a field of an Intent</source>
        <translation>%1 は Intent のフィールドではありません</translation>
    </message>
    <message>
        <source>%1 holds fields of its own</source>
        <translation>%1 の中には、さらにフィールドを指定します</translation>
    </message>
    <message>
        <source>The way this file is written, %1 cannot be changed without touching the rest; change it by hand.</source>
        <translation>このファイルの書き方では、ほかの部分に触れずに %1 を変更できません。手動で変更してください。</translation>
    </message>
    <message>
        <source>%1 is a private key; name the public one (.pub).</source>
        <translation>%1 は秘密鍵です。公開鍵 (.pub) を指定してください。</translation>
    </message>
    <message>
        <source>%1 is not a certificate in PEM form.</source>
        <translation>%1 は PEM 形式の証明書ではありません。</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true または false</translation>
    </message>
    <message>
        <source>a cluster name or id</source>
        <translation>クラスターの名前か ID</translation>
    </message>
    <message>
        <source>a name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>a version like 1.10.3</source>
        <translation>1.10.3 のようなバージョン</translation>
    </message>
    <message>
        <source>a channel name</source>
        <translation>チャネル名</translation>
    </message>
    <message>
        <source>Manual or Automatic</source>
        <translation>Manual または Automatic</translation>
    </message>
    <message>
        <source>the name of a catalog source</source>
        <translation>カタログ・ソースの名前</translation>
    </message>
    <message>
        <source>lower case letters, digits and hyphens</source>
        <translation>英小文字、数字、ハイフン</translation>
    </message>
    <message>
        <source>an image id</source>
        <translation>イメージ ID</translation>
    </message>
    <message>
        <source>an operating system name of VPC</source>
        <translation>VPC のオペレーティング・システム名</translation>
    </message>
    <message>
        <source>api-key or trusted-profile</source>
        <translation>api-key または trusted-profile</translation>
    </message>
    <message>
        <source>resource-group or account</source>
        <translation>resource-group または account</translation>
    </message>
    <message>
        <source>a file name</source>
        <translation>ファイル名</translation>
    </message>
    <message>
        <source>an instance profile like bx3dc-2x10</source>
        <translation>bx3dc-2x10 のようなインスタンス・プロファイル</translation>
    </message>
    <message>
        <source>a list of instance profiles</source>
        <translation>インスタンス・プロファイルのリスト</translation>
    </message>
    <message>
        <source>a whole number from 1 to 110</source>
        <translation>1 から 110 までの整数</translation>
    </message>
    <message>
        <source>DaemonSet or DaemonSetFallback</source>
        <translation>DaemonSet または DaemonSetFallback</translation>
    </message>
    <message>
        <source>a Kubernetes name</source>
        <translation>Kubernetes の名前</translation>
    </message>
    <message>
        <source>a map of node labels</source>
        <translation>ノード・ラベルのマップ</translation>
    </message>
    <message>
        <source>a list of node names</source>
        <translation>ノード名のリスト</translation>
    </message>
    <message>
        <source>http://host:port or https://host:port, without a path</source>
        <translation>http://host:port または https://host:port (パスなし)</translation>
    </message>
    <message>
        <source>sha256, sha384 or sha512</source>
        <translation>sha256、sha384、sha512 のいずれか</translation>
    </message>
    <message>
        <source>a container image</source>
        <translation>コンテナー・イメージ</translation>
    </message>
    <message>
        <source>%1 is not right here; expected %2</source>
        <translation>%1 の値が正しくありません。指定できるもの: %2</translation>
    </message>
</context>
<context>
    <name>cocoon::plan::Journal</name>
    <message>
        <source>The journal %1 cannot be opened: %2.</source>
        <translation>ジャーナル %1 を開けません: %2。</translation>
    </message>
    <message>
        <source>The damaged end of the journal %1 cannot be cut off: %2.</source>
        <translation>ジャーナル %1 の破損した末尾を切り離せません: %2。</translation>
    </message>
    <message>
        <source>The run ended before the answer came.</source>
        <translation>応答が届く前に実行が終了しました。</translation>
    </message>
    <message>
        <source>The journal %1 is not open.</source>
        <translation>ジャーナル %1 が開かれていません。</translation>
    </message>
    <message>
        <source>The journal %1 cannot be written: %2.</source>
        <translation>ジャーナル %1 に書き込めません: %2。</translation>
    </message>
</context>
<context>
    <name>cocoon::plan::Runner</name>
    <message>
        <source>Cancelled.</source>
        <translation>キャンセルされました。</translation>
    </message>
    <message>
        <source>“%1” was made several times, but its effect does not stay or does not show.</source>
        <translation>「%1」を何度か実行しましたが、効果が持続しないか、現れません。</translation>
    </message>
    <message>
        <source>No answer within %1 s; nobody knows whether it was done.</source>
        <translation>%1 秒以内に応答がなく、実行されたかどうか不明です。</translation>
    </message>
    <message>
        <source>There is no answer to: %1.</source>
        <translation>次の問い合わせに応答がありません: %1。</translation>
    </message>
    <message>
        <source>Gave up waiting for: %1.</source>
        <translation>待機を打ち切りました: %1。</translation>
    </message>
    <message>
        <source>There are changes that nobody has approved.</source>
        <translation>承認されていない変更があります。</translation>
    </message>
    <message>
        <source>These need to be allowed by name: %1.</source>
        <translation>名前を指定した許可が必要です: %1。</translation>
    </message>
    <message>
        <source>The saved plan does not hold what would have to be done next.</source>
        <translation>次に必要な作業が、保存されたプランに含まれていません。</translation>
    </message>
    <message>
        <source>Nothing is left to do or to wait for, but not everything is done: %1.</source>
        <translation>実行も待機も残っていませんが、完了していないものがあります: %1。</translation>
    </message>
    <message>
        <source>The step “%1” comes first, and this run may not change it.</source>
        <translation>先にステップ「%1」が必要ですが、この実行では変更できません。</translation>
    </message>
    <message>
        <source>A step builds on what the steps before it made.</source>
        <translation>各ステップは、前のステップの結果に基づきます。</translation>
    </message>
    <message>
        <source>Run it too: --step %1, or leave --step out.</source>
        <translation>それも実行するか (--step %1)、--step を省略してください。</translation>
    </message>
    <message>
        <source>Some steps cannot be judged; see what they say.</source>
        <translation>判定できないステップがあります。各ステップの内容を確認してください。</translation>
    </message>
    <message>
        <source>The world has moved since the plan was saved; it does not hold: %1.</source>
        <translation>プランの保存後に状況が変わりました。プランに含まれていません: %1。</translation>
    </message>
    <message>
        <source>“%1” was tried several times and failed each time: %2.</source>
        <translation>「%1」を数回試行しましたが、毎回失敗しました: %2。</translation>
    </message>
    <message>
        <source>finish %1</source>
        <translation>%1 を終える</translation>
    </message>
</context>
<context>
    <name>cocoon::setup</name>
    <message>
        <source>The installer on worker %1 fails</source>
        <translation>ワーカー %1 のインストーラーが失敗</translation>
    </message>
    <message>
        <source>%1: %2, %3 restarts. %4</source>
        <translation>%1: %2、再起動 %3 回。%4</translation>
    </message>
    <message>
        <source>The operator never reports it, and the installation ends only when every worker has finished.</source>
        <translation>オペレーターはこれを報告しません。インストールは、すべてのワーカーで完了するまで終わりません。</translation>
    </message>
    <message>
        <source>Read its log (also --previous), repair the worker, or leave it out of the pool.</source>
        <translation>ログを確認し (--previous も)、ワーカーを修復するか、プールから除外してください。</translation>
    </message>
    <message>
        <source>The adaptor on worker %1 does not run</source>
        <translation>ワーカー %1 でアダプターが動作していない</translation>
    </message>
    <message>
        <source>It cannot make VMs there.</source>
        <translation>そこでは VM を作成できません。</translation>
    </message>
    <message>
        <source>See the message below.</source>
        <translation>下のメッセージを確認してください。</translation>
    </message>
    <message>
        <source>the operator to finish the installation</source>
        <translation>オペレーターによるインストールの完了</translation>
    </message>
    <message>
        <source>The operator has finished</source>
        <translation>オペレーターの処理が完了</translation>
    </message>
    <message>
        <source>The runtime class kata-remote exists</source>
        <translation>ランタイムクラス kata-remote が存在</translation>
    </message>
    <message>
        <source>the runtime class kata-remote</source>
        <translation>ランタイムクラス kata-remote</translation>
    </message>
    <message>
        <source>The adaptor runs on every worker</source>
        <translation>すべてのワーカーでアダプターが動作</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>the adaptor on every worker</source>
        <translation>全ワーカーのアダプター</translation>
    </message>
    <message>
        <source>The peer pods webhook answers</source>
        <translation>ピア Pod の Webhook が応答</translation>
    </message>
    <message>
        <source>%1 replicas</source>
        <translation>レプリカ %1 個</translation>
    </message>
    <message>
        <source>The peer pods webhook is not available</source>
        <translation>ピア Pod の Webhook が利用不可</translation>
    </message>
    <message>
        <source>Deployment %1: 0 available</source>
        <translation>Deployment %1: available 0</translation>
    </message>
    <message>
        <source>Its failure policy refuses all new pods outside system namespaces.</source>
        <translation>その失敗ポリシーにより、システム namespace 以外のすべての新規 Pod が拒否されます。</translation>
    </message>
    <message>
        <source>Look at its pods; restore the Deployment. If the operator is gone, delete MutatingWebhookConfiguration/mutating-webhook-configuration.</source>
        <translation>Pod を確認し、Deployment を復元してください。オペレーターがない場合は MutatingWebhookConfiguration/mutating-webhook-configuration を削除してください。</translation>
    </message>
    <message>
        <source>the peer pods webhook</source>
        <translation>ピア Pod の Webhook</translation>
    </message>
    <message>
        <source>Every worker offers room for confidential pods</source>
        <translation>全ワーカーにコンフィデンシャル Pod の空きあり</translation>
    </message>
    <message>
        <source>room for confidential pods on %1</source>
        <translation>%1 のコンフィデンシャル Pod 用の空き</translation>
    </message>
    <message>
        <source>not OpenShift</source>
        <translation>OpenShift ではない</translation>
    </message>
    <message>
        <source>its workers are not in a VPC</source>
        <translation>ワーカーが VPC 内にない</translation>
    </message>
    <message>
        <source>no Intel TDX in %1</source>
        <translation>%1 に Intel TDX なし</translation>
    </message>
    <message>
        <source>it is %1</source>
        <translation>状態は %1</translation>
    </message>
    <message>
        <source>Disruption budget %1 keeps %2 pod(s) on worker %3</source>
        <translation>PDB %1 により Pod %2 個がワーカー %3 に残存</translation>
    </message>
    <message>
        <source>%1; healthy %2, needed %3, disruptions allowed 0</source>
        <translation>%1。正常 %2、必要 %3、許可された中断 0</translation>
    </message>
    <message>
        <source>The worker stays cordoned until they have left; it is tried again by itself.</source>
        <translation>Pod が退避するまでワーカーは cordon されたままです。自動的に再試行されます。</translation>
    </message>
    <message>
        <source>Scale the workload up or relax the budget, then apply again. To give the worker up for now: oc adm uncordon %1</source>
        <translation>ワークロードをスケールアップするか PDB を緩和し、再度適用してください。このワーカーを一旦あきらめる場合: oc adm uncordon %1</translation>
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
        <translation>ワーカーがあること</translation>
    </message>
    <message>
        <source>%1 workers in the pool</source>
        <translation>プール内のワーカー %1 台</translation>
    </message>
    <message>
        <source>Kata is installed on workers.</source>
        <translation>Kata はワーカーにインストールされます。</translation>
    </message>
    <message>
        <source>Add workers, or correct configuration.poolSelector.</source>
        <translation>ワーカーを追加するか、configuration.poolSelector を修正してください。</translation>
    </message>
    <message>
        <source>all %1 workers</source>
        <translation>全ワーカー %1 台</translation>
    </message>
    <message>
        <source>All workers run Red Hat CoreOS</source>
        <translation>全ワーカーが Red Hat CoreOS であること</translation>
    </message>
    <message>
        <source>Kata is installed with rpm-ostree, which RHEL workers do not have (TS-13).</source>
        <translation>Kata は rpm-ostree でインストールされますが、RHEL ワーカーにはありません (TS-13)。</translation>
    </message>
    <message>
        <source>Use a cluster or worker pool with RHCOS.</source>
        <translation>RHCOS のクラスターまたはワーカー・プールを使用してください。</translation>
    </message>
    <message>
        <source>All workers are x86_64</source>
        <translation>全ワーカーが x86_64 であること</translation>
    </message>
    <message>
        <source>Intel TDX needs x86_64.</source>
        <translation>Intel TDX には x86_64 が必要です。</translation>
    </message>
    <message>
        <source>Leave other architectures out by configuration.poolSelector.</source>
        <translation>configuration.poolSelector で他のアーキテクチャーを除外してください。</translation>
    </message>
    <message>
        <source>All workers are Ready</source>
        <translation>全ワーカーが Ready であること</translation>
    </message>
    <message>
        <source>The installation ends only when every worker of the pool has finished.</source>
        <translation>インストールは、プールの全ワーカーで完了するまで終わりません。</translation>
    </message>
    <message>
        <source>Repair these workers, or leave them out.</source>
        <translation>これらのワーカーを修復するか、除外してください。</translation>
    </message>
    <message>
        <source>No worker is cordoned</source>
        <translation>cordon されたワーカーがないこと</translation>
    </message>
    <message>
        <source>Somebody works on it; Cocoon will not uncordon what it did not cordon.</source>
        <translation>誰かが作業中です。Cocoon は自身が cordon していないものを uncordon しません。</translation>
    </message>
    <message>
        <source>Uncordon it when the work is done.</source>
        <translation>作業が終わったら uncordon してください。</translation>
    </message>
    <message>
        <source>All workers name their zone</source>
        <translation>全ワーカーにゾーンの指定があること</translation>
    </message>
    <message>
        <source>The adaptor makes the VM in its worker's zone (TS-37).</source>
        <translation>アダプターはワーカーのゾーンに VM を作成します (TS-37)。</translation>
    </message>
    <message>
        <source>Check the node labels.</source>
        <translation>ノードのラベルを確認してください。</translation>
    </message>
    <message>
        <source>There are at least two workers</source>
        <translation>ワーカーが 2 台以上あること</translation>
    </message>
    <message>
        <source>%1 workers</source>
        <translation>ワーカー %1 台</translation>
    </message>
    <message>
        <source>With one worker its reboot stops everything that runs on it.</source>
        <translation>ワーカーが 1 台の場合、その再起動で実行中のものがすべて停止します。</translation>
    </message>
    <message>
        <source>Add a worker to keep workloads running.</source>
        <translation>ワークロードを継続するには、ワーカーを追加してください。</translation>
    </message>
    <message>
        <source>The service calls all workers healthy</source>
        <translation>サービスが全ワーカーを正常と報告</translation>
    </message>
    <message>
        <source>An unhealthy worker may not come back from a reboot.</source>
        <translation>正常でないワーカーは、再起動から復帰しないことがあります。</translation>
    </message>
    <message>
        <source>Repair or replace it first.</source>
        <translation>先に修復または交換してください。</translation>
    </message>
    <message>
        <source>The cluster knows that it runs on IBM Cloud</source>
        <translation>クラスターが IBM Cloud 上と認識していること</translation>
    </message>
    <message>
        <source>The operator mounts the token for trusted profiles only there.</source>
        <translation>オペレーターは、その場合にのみトラステッド・プロファイル用トークンをマウントします。</translation>
    </message>
    <message>
        <source>Use an API key as credential.</source>
        <translation>資格情報として API キーを使用してください。</translation>
    </message>
    <message>
        <source>OpenShift %1 is not being updated</source>
        <translation>OpenShift %1 が更新中でないこと</translation>
    </message>
    <message>
        <source>An update replaces or reboots workers by itself.</source>
        <translation>更新では、ワーカーが自動的に交換または再起動されます。</translation>
    </message>
    <message>
        <source>Wait until the update has ended.</source>
        <translation>更新の終了を待ってください。</translation>
    </message>
    <message>
        <source>The MachineConfig API is served</source>
        <translation>MachineConfig API が利用可能</translation>
    </message>
    <message>
        <source>The MachineConfig API is not served</source>
        <translation>MachineConfig API が利用不可</translation>
    </message>
    <message>
        <source>deploymentMode DaemonSet is proposed instead of DaemonSetFallback.</source>
        <translation>deploymentMode は DaemonSetFallback の代わりに DaemonSet が提案されます。</translation>
    </message>
    <message>
        <source>You may %1</source>
        <translation>操作権限: %1</translation>
    </message>
    <message>
        <source>The API server would refuse it half-way through.</source>
        <translation>API サーバーが途中で拒否することになります。</translation>
    </message>
    <message>
        <source>Ask a cluster administrator for this right, or use an administrator's kubeconfig.</source>
        <translation>クラスター管理者にこの権限を依頼するか、管理者の kubeconfig を使用してください。</translation>
    </message>
    <message>
        <source>The last step needs it.</source>
        <translation>最後のステップで必要です。</translation>
    </message>
    <message>
        <source>Ask for this right in the namespace, or set workload.skip.</source>
        <translation>namespace でのこの権限を依頼するか、workload.skip を設定してください。</translation>
    </message>
    <message>
        <source>The VPC's resource group is known</source>
        <translation>VPC のリソース・グループが判明していること</translation>
    </message>
    <message>
        <source>VMs are made in it.</source>
        <translation>VM はその中に作成されます。</translation>
    </message>
    <message>
        <source>Give the credential Viewer on the VPC.</source>
        <translation>資格情報に VPC の Viewer を付与してください。</translation>
    </message>
    <message>
        <source>The cluster's security group exists</source>
        <translation>クラスターのセキュリティー・グループがあること</translation>
    </message>
    <message>
        <source>Workers and VMs talk through it (TCP 15150, UDP 4789).</source>
        <translation>ワーカーと VM はこれを通して通信します (TCP 15150、UDP 4789)。</translation>
    </message>
    <message>
        <source>Recreate %1 with the Kubernetes Service tools.</source>
        <translation>Kubernetes Service のツールで %1 を再作成してください。</translation>
    </message>
    <message>
        <source>The cluster has security groups of its own; the managed one is used</source>
        <translation>クラスターに独自のセキュリティー・グループあり。管理対象のものを使用</translation>
    </message>
    <message>
        <source>%1 user-provided</source>
        <translation>ユーザー提供 %1 個</translation>
    </message>
    <message>
        <source>Workers and VMs may reach the Internet</source>
        <translation>ワーカーと VM がインターネットに接続できること</translation>
    </message>
    <message>
        <source>outbound rule to 0.0.0.0/0</source>
        <translation>0.0.0.0/0 へのアウトバウンド・ルール</translation>
    </message>
    <message>
        <source>no outbound rule to 0.0.0.0/0 in %1</source>
        <translation>%1 に 0.0.0.0/0 へのアウトバウンド・ルールなし</translation>
    </message>
    <message>
        <source>The operator, its installer and your container images come from registries outside (TS-02).</source>
        <translation>オペレーター、そのインストーラー、コンテナー・イメージは外部のレジストリーから取得されます (TS-02)。</translation>
    </message>
    <message>
        <source>Disable outbound protection of the cluster, or allow the registries.</source>
        <translation>クラスターのアウトバウンド保護を無効にするか、レジストリーを許可してください。</translation>
    </message>
    <message>
        <source>Members of the group may talk to each other</source>
        <translation>グループのメンバー同士が通信できること</translation>
    </message>
    <message>
        <source>Worker and VM use TCP 15150 and UDP 4789.</source>
        <translation>ワーカーと VM は TCP 15150 と UDP 4789 を使用します。</translation>
    </message>
    <message>
        <source>Restore the rule that allows the group itself.</source>
        <translation>グループ自身を許可するルールを復元してください。</translation>
    </message>
    <message>
        <source>Subnet %1 has no free address</source>
        <translation>サブネット %1 に空きアドレスなし</translation>
    </message>
    <message>
        <source>Each confidential VM takes one address of its worker's subnet.</source>
        <translation>コンフィデンシャル VM ごとに、ワーカーのサブネットのアドレスを 1 つ使用します。</translation>
    </message>
    <message>
        <source>Free addresses in it, or use workers in a larger subnet.</source>
        <translation>アドレスを解放するか、より大きなサブネットのワーカーを使用してください。</translation>
    </message>
    <message>
        <source>The subnets have addresses for the VMs</source>
        <translation>サブネットに VM 用のアドレスがあること</translation>
    </message>
    <message>
        <source>One per confidential pod, up to %1 per worker.</source>
        <translation>コンフィデンシャル Pod ごとに 1 つ、ワーカーごとに最大 %1 個です。</translation>
    </message>
    <message>
        <source>Free addresses, lower sizing.podsPerNode, or use larger subnets.</source>
        <translation>アドレスを解放するか、sizing.podsPerNode を減らすか、より大きなサブネットを使用してください。</translation>
    </message>
    <message>
        <source>The subnets have a public gateway</source>
        <translation>サブネットにパブリック・ゲートウェイがあること</translation>
    </message>
    <message>
        <source>VMs pull container images by themselves (TS-59).</source>
        <translation>VM はコンテナー・イメージを自身でプルします (TS-59)。</translation>
    </message>
    <message>
        <source>Attach a public gateway, or use registries in the private network.</source>
        <translation>パブリック・ゲートウェイを接続するか、プライベート・ネットワーク内のレジストリーを使用してください。</translation>
    </message>
    <message>
        <source>Profile %1 is a TDX profile</source>
        <translation>プロファイル %1 が TDX プロファイルであること</translation>
    </message>
    <message>
        <source>Other profiles make VMs that are not confidential.</source>
        <translation>他のプロファイルで作成される VM はコンフィデンシャルになりません。</translation>
    </message>
    <message>
        <source>Choose one of %1 …</source>
        <translation>%1 … のいずれかを選択してください。</translation>
    </message>
    <message>
        <source>It offers the mode tdx</source>
        <translation>モード tdx が提供されること</translation>
    </message>
    <message>
        <source>The adaptor asks for this mode.</source>
        <translation>アダプターはこのモードを要求します。</translation>
    </message>
    <message>
        <source>Choose a TDX profile.</source>
        <translation>TDX プロファイルを選択してください。</translation>
    </message>
    <message>
        <source>%1 is offered in %2</source>
        <translation>%1 が %2 で提供されること</translation>
    </message>
    <message>
        <source>The adaptor looks it up when it starts (TS-27).</source>
        <translation>アダプターは起動時にこれを検索します (TS-27)。</translation>
    </message>
    <message>
        <source>Choose a profile of this region.</source>
        <translation>このリージョンのプロファイルを選択してください。</translation>
    </message>
    <message>
        <source>Every worker's zone offers it</source>
        <translation>全ワーカーのゾーンで提供されること</translation>
    </message>
    <message>
        <source>A VM is made in its worker's zone.</source>
        <translation>VM はワーカーのゾーンに作成されます。</translation>
    </message>
    <message>
        <source>Use workers in other zones, or another profile.</source>
        <translation>他のゾーンのワーカーか、別のプロファイルを使用してください。</translation>
    </message>
    <message>
        <source>The default vCPU quota is enough</source>
        <translation>デフォルトの vCPU 割り当て量で足りること</translation>
    </message>
    <message>
        <source>%1 in use by VMs of this VPC, up to %2 more, default quota %3 (workers count too)</source>
        <translation>この VPC の VM が %1 使用中、さらに最大 %2、デフォルト割り当て量 %3 (ワーカーも含む)</translation>
    </message>
    <message>
        <source>The real quota cannot be read.</source>
        <translation>実際の割り当て量は読み取れません。</translation>
    </message>
    <message>
        <source>Ask for a higher quota if you need all pods at once.</source>
        <translation>すべての Pod が同時に必要な場合は、割り当て量の引き上げを依頼してください。</translation>
    </message>
    <message>
        <source>The catalog does not list the operator yet</source>
        <translation>カタログにオペレーターがまだない</translation>
    </message>
    <message>
        <source>The catalog lists the operator</source>
        <translation>カタログにオペレーターあり</translation>
    </message>
    <message>
        <source>It has the channel %1</source>
        <translation>チャネル %1 があること</translation>
    </message>
    <message>
        <source>OLM resolves within one channel (TS-03).</source>
        <translation>OLM は 1 つのチャネル内で解決します (TS-03)。</translation>
    </message>
    <message>
        <source>Set operator.channel to one of these.</source>
        <translation>operator.channel をこれらのいずれかに設定してください。</translation>
    </message>
    <message>
        <source>It offers version %1</source>
        <translation>バージョン %1 が提供されること</translation>
    </message>
    <message>
        <source>OLM cannot start with a version that the catalog does not carry.</source>
        <translation>OLM は、カタログにないバージョンから開始できません。</translation>
    </message>
    <message>
        <source>Set operator.version to one of these.</source>
        <translation>operator.version をこれらのいずれかに設定してください。</translation>
    </message>
    <message>
        <source>The channel's head is %1</source>
        <translation>チャネルの先頭は %1</translation>
    </message>
    <message>
        <source>wanted: %1</source>
        <translation>目的のバージョン: %1</translation>
    </message>
    <message>
        <source>Default selections would install the head.</source>
        <translation>デフォルトの選択では先頭がインストールされます。</translation>
    </message>
    <message>
        <source>Disable outbound traffic protection of %1</source>
        <translation>%1 のアウトバウンド・トラフィック保護を無効化</translation>
    </message>
    <message>
        <source>The catalog cannot be pulled; this also resets custom rules of the cluster's security group.</source>
        <translation>カタログをプルできません。この変更により、クラスターのセキュリティー・グループのカスタム・ルールもリセットされます。</translation>
    </message>
    <message>
        <source>The trusted profile exists</source>
        <translation>トラステッド・プロファイルが存在</translation>
    </message>
    <message>
        <source>Create trusted profile %1</source>
        <translation>トラステッド・プロファイル %1 を作成</translation>
    </message>
    <message>
        <source>The adaptor makes and removes VMs as this profile, without a stored secret.</source>
        <translation>アダプターは、保存されたシークレットなしに、このプロファイルとして VM を作成・削除します。</translation>
    </message>
    <message>
        <source>Its rule names this cluster</source>
        <translation>ルールがこのクラスターを指定していること</translation>
    </message>
    <message>
        <source>Any OpenShift cluster of the account with that namespace may assume the profile.</source>
        <translation>その namespace を持つアカウント内のどの OpenShift クラスターも、このプロファイルを引き受けられます。</translation>
    </message>
    <message>
        <source>Replace the rule by one with the condition service_instance.</source>
        <translation>ルールを、条件 service_instance を持つものに置き換えてください。</translation>
    </message>
    <message>
        <source>Let the operator's namespace assume %1</source>
        <translation>オペレーターの namespace に %1 の引き受けを許可</translation>
    </message>
    <message>
        <source>Without a rule nobody can become the profile.</source>
        <translation>ルールがなければ、誰もこのプロファイルになれません。</translation>
    </message>
    <message>
        <source>after the profile is created</source>
        <translation>プロファイル作成後</translation>
    </message>
    <message>
        <source>make and remove VMs</source>
        <translation>VM の作成と削除</translation>
    </message>
    <message>
        <source>use the resource group</source>
        <translation>リソース・グループの使用</translation>
    </message>
    <message>
        <source>read the cluster's security group</source>
        <translation>クラスターのセキュリティー・グループの読み取り</translation>
    </message>
    <message>
        <source>tag VMs</source>
        <translation>VM へのタグ付け</translation>
    </message>
    <message>
        <source>It may %1</source>
        <translation>権限あり: %1</translation>
    </message>
    <message>
        <source>Let %1 %2</source>
        <translation>%1 に権限を付与: %2</translation>
    </message>
    <message>
        <source>Roles %1, no more than needed.</source>
        <translation>ロールは %1 のみ。必要最小限です。</translation>
    </message>
    <message>
        <source>Cocoon does not overwrite them without being told to.</source>
        <translation>Cocoon は、指示がない限りこれらを上書きしません。</translation>
    </message>
    <message>
        <source>Allow "overwrite", correct them by hand, or take the values over into the Intent.</source>
        <translation>"overwrite" を許可するか、手動で修正するか、値を Intent に取り込んでください。</translation>
    </message>
    <message>
        <source>The Secret holds an API key made by somebody else; it is used</source>
        <translation>Secret に他者が作成した API キーあり。これを使用</translation>
    </message>
    <message>
        <source>peer-pods-secret without the mark of Cocoon</source>
        <translation>Cocoon の印がない peer-pods-secret</translation>
    </message>
    <message>
        <source>Whether it still works shows in the adaptor's log.</source>
        <translation>まだ有効かどうかは、アダプターのログでわかります。</translation>
    </message>
    <message>
        <source>The API key in the Secret exists in IAM</source>
        <translation>Secret の API キーが IAM にあること</translation>
    </message>
    <message>
        <source>Without it no VM can be made or removed (TS-34).</source>
        <translation>これがないと VM の作成も削除もできません (TS-34)。</translation>
    </message>
    <message>
        <source>A new key is made and written.</source>
        <translation>新しいキーを作成して書き込みます。</translation>
    </message>
    <message>
        <source>It is not disabled</source>
        <translation>無効化されていないこと</translation>
    </message>
    <message>
        <source>IAM refuses a disabled key.</source>
        <translation>IAM は無効なキーを拒否します。</translation>
    </message>
    <message>
        <source>Enable it in IAM; otherwise a new key is made.</source>
        <translation>IAM で有効化してください。しない場合は新しいキーが作成されます。</translation>
    </message>
    <message>
        <source>It is locked: nobody can delete or change it until it is unlocked</source>
        <translation>ロック中: ロック解除まで誰も削除・変更できない</translation>
    </message>
    <message>
        <source>the answer of IAM about the new key</source>
        <translation>新しいキーに関する IAM の応答</translation>
    </message>
    <message>
        <source>An API key was made and its value is lost</source>
        <translation>API キーが作成されたが値が失われた</translation>
    </message>
    <message>
        <source>IAM shows a key once; the run ended before it was stored.</source>
        <translation>IAM がキーを表示するのは 1 回だけです。保存前に実行が終了しました。</translation>
    </message>
    <message>
        <source>That key is deleted and a new one made.</source>
        <translation>そのキーは削除され、新しいキーが作成されます。</translation>
    </message>
    <message>
        <source>Delete the lost API key %1</source>
        <translation>失われた API キー %1 を削除</translation>
    </message>
    <message>
        <source>Cocoon made it; nobody can use it any more.</source>
        <translation>Cocoon が作成したもので、もう誰も使用できません。</translation>
    </message>
    <message>
        <source>Create API key %1</source>
        <translation>API キー %1 を作成</translation>
    </message>
    <message>
        <source>The adaptor makes and removes VMs with it. It carries all your rights; a trusted profile can carry less.</source>
        <translation>アダプターはこれを使って VM を作成・削除します。あなたの全権限を持ちます。トラステッド・プロファイルなら権限を絞れます。</translation>
    </message>
    <message>
        <source>after the lost key is deleted</source>
        <translation>失われたキーの削除後</translation>
    </message>
    <message>
        <source>while a key is being made</source>
        <translation>キーの作成中</translation>
    </message>
    <message>
        <source>The trustee's certificate cannot be used</source>
        <translation>Trustee の証明書が使用できない</translation>
    </message>
    <message>
        <source>It is expired or for another name: no VM would accept it, and it may not be the trustee that answers.</source>
        <translation>期限切れか、別の名前のものです。どの VM も受け入れず、応答しているのが Trustee でない可能性もあります。</translation>
    </message>
    <message>
        <source>Renew it for the address in trust.url, or correct the address.</source>
        <translation>trust.url のアドレス用に更新するか、アドレスを修正してください。</translation>
    </message>
    <message>
        <source>Written into INITDATA like this, no VM could attest (TS-60).</source>
        <translation>このまま INITDATA に書き込むと、どの VM もアテステーションできません (TS-60)。</translation>
    </message>
    <message>
        <source>The trustee answers from here</source>
        <translation>ここから Trustee が応答すること</translation>
    </message>
    <message>
        <source>The VMs must reach it; this machine need not, but the check cannot say more.</source>
        <translation>到達が必要なのは VM で、このマシンは不要ですが、これ以上は確認できません。</translation>
    </message>
    <message>
        <source>Check the address, its security group, and that it runs.</source>
        <translation>アドレス、セキュリティー・グループ、および稼働しているかを確認してください。</translation>
    </message>
    <message>
        <source>Which protocol the trustee speaks is not known</source>
        <translation>Trustee のプロトコルが不明</translation>
    </message>
    <message>
        <source>It did not answer the version probe.</source>
        <translation>バージョンの問い合わせに応答がありませんでした。</translation>
    </message>
    <message>
        <source>Guest and trustee must agree exactly, or every request is refused.</source>
        <translation>ゲストと Trustee が完全に一致していなければ、すべての要求が拒否されます。</translation>
    </message>
    <message>
        <source>Its certificate is valid for a while</source>
        <translation>証明書の期限に余裕があること</translation>
    </message>
    <message>
        <source>After that no VM can attest.</source>
        <translation>期限後は、どの VM もアテステーションできません。</translation>
    </message>
    <message>
        <source>Renew it; INITDATA changes with it when it is self-signed.</source>
        <translation>更新してください。自己署名の場合は INITDATA も変わります。</translation>
    </message>
    <message>
        <source>deploymentMode fits this cluster</source>
        <translation>deploymentMode がこのクラスターに適合すること</translation>
    </message>
    <message>
        <source>MachineConfig is not available on this service, and the text is case sensitive (TS-10).</source>
        <translation>このサービスでは MachineConfig を利用できません。また、値は大文字と小文字が区別されます (TS-10)。</translation>
    </message>
    <message>
        <source>The configuration step writes the right value.</source>
        <translation>構成ステップで正しい値を書き込みます。</translation>
    </message>
    <message>
        <source>The gate confidential is on</source>
        <translation>ゲート confidential がオンであること</translation>
    </message>
    <message>
        <source>Off, the operator makes VMs that are not confidential.</source>
        <translation>オフの場合、オペレーターが作成する VM はコンフィデンシャルになりません。</translation>
    </message>
    <message>
        <source>The configuration step writes "true".</source>
        <translation>構成ステップで "true" を書き込みます。</translation>
    </message>
    <message>
        <source>Each worker takes %1 confidential pods</source>
        <translation>ワーカーごとにコンフィデンシャル Pod %1 個</translation>
    </message>
    <message>
        <source>sizing.podsPerNode</source>
        <translation>sizing.podsPerNode</translation>
    </message>
    <message>
        <source>The VPC endpoint is the cluster's region</source>
        <translation>VPC エンドポイントがクラスターのリージョンであること</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未設定</translation>
    </message>
    <message>
        <source>The operator's clean-up would ask us-south.</source>
        <translation>オペレーターのクリーンアップは us-south に問い合わせます。</translation>
    </message>
    <message>
        <source>The adaptor finds neither profile nor image there (TS-27).</source>
        <translation>アダプターはそこでプロファイルもイメージも見つけられません (TS-27)。</translation>
    </message>
    <message>
        <source>The configuration step writes %1.</source>
        <translation>構成ステップで %1 を書き込みます。</translation>
    </message>
    <message>
        <source>CLOUD_PROVIDER is ibmcloud</source>
        <translation>CLOUD_PROVIDER が ibmcloud であること</translation>
    </message>
    <message>
        <source>Any other text stops the adaptor.</source>
        <translation>他の値ではアダプターが停止します。</translation>
    </message>
    <message>
        <source>The configuration step writes it.</source>
        <translation>構成ステップで書き込みます。</translation>
    </message>
    <message>
        <source>VMs are made confidential</source>
        <translation>VM がコンフィデンシャルで作成されること</translation>
    </message>
    <message>
        <source>DISABLECVM is not set</source>
        <translation>DISABLECVM は未設定</translation>
    </message>
    <message>
        <source>The operator writes this key from the gate confidential; until it has, VMs would not be confidential.</source>
        <translation>オペレーターはこのキーをゲート confidential から書き込みます。それまで VM はコンフィデンシャルになりません。</translation>
    </message>
    <message>
        <source>Set the gate confidential to "true" and wait for the operator; the VM's own mode is checked later.</source>
        <translation>ゲート confidential を "true" に設定し、オペレーターを待ってください。VM 自体のモードは後で確認されます。</translation>
    </message>
    <message>
        <source>The VMs' security group is set</source>
        <translation>VM のセキュリティー・グループが設定済みであること</translation>
    </message>
    <message>
        <source>This version falls back to the VPC's default group, through which workers cannot reach the VMs.</source>
        <translation>このバージョンは VPC のデフォルト・グループにフォールバックし、ワーカーは VM に到達できません。</translation>
    </message>
    <message>
        <source>Operator %1 finds the security group itself; the key is ignored</source>
        <translation>オペレーター %1 はセキュリティー・グループを自動検出。キーは無視</translation>
    </message>
    <message>
        <source>The cluster id is set</source>
        <translation>クラスター ID が設定済みであること</translation>
    </message>
    <message>
        <source>This version cannot find it by itself on every IBM cluster.</source>
        <translation>このバージョンは、一部の IBM クラスターでこれを検出できません。</translation>
    </message>
    <message>
        <source>the default</source>
        <translation>デフォルト</translation>
    </message>
    <message>
        <source>The subnet is not pinned</source>
        <translation>サブネットが固定されていないこと</translation>
    </message>
    <message>
        <source>A pinned subnet does not fit workers in other zones.</source>
        <translation>固定されたサブネットは、他のゾーンのワーカーに適合しません。</translation>
    </message>
    <message>
        <source>Remove IBMCLOUD_VPC_SUBNET_ID.</source>
        <translation>IBMCLOUD_VPC_SUBNET_ID を削除してください。</translation>
    </message>
    <message>
        <source>CLOUD_CONFIG_VERIFY is off</source>
        <translation>CLOUD_CONFIG_VERIFY がオフであること</translation>
    </message>
    <message>
        <source>With it the adaptor may end without a message.</source>
        <translation>オンの場合、アダプターがメッセージなしに終了することがあります。</translation>
    </message>
    <message>
        <source>The configuration step writes "false".</source>
        <translation>構成ステップで "false" を書き込みます。</translation>
    </message>
    <message>
        <source>The profile list has no blanks</source>
        <translation>プロファイル・リストに空白がないこと</translation>
    </message>
    <message>
        <source>Up to 1.11 a blank after a comma becomes part of the name.</source>
        <translation>1.11 まで、コンマの後の空白は名前の一部になります。</translation>
    </message>
    <message>
        <source>Remove the blanks.</source>
        <translation>空白を削除してください。</translation>
    </message>
    <message>
        <source>Waiting for %1</source>
        <translation>待機中: %1</translation>
    </message>
    <message>
        <source>Nothing is installed yet</source>
        <translation>まだ何も未インストール</translation>
    </message>
    <message>
        <source>The operator installs Kata</source>
        <translation>オペレーターが Kata をインストール中</translation>
    </message>
    <message>
        <source>Waits for its reboot</source>
        <translation>再起動待ち</translation>
    </message>
    <message>
        <source>Pods are being moved away</source>
        <translation>Pod を退避中</translation>
    </message>
    <message>
        <source>Reboots</source>
        <translation>再起動中</translation>
    </message>
    <message>
        <source>Has rebooted, comes back</source>
        <translation>再起動済み、復帰中</translation>
    </message>
    <message>
        <source>Kata is being removed</source>
        <translation>Kata を削除中</translation>
    </message>
    <message>
        <source>Boot id %1, before it was %2</source>
        <translation>ブート ID %1 (以前は %2)</translation>
    </message>
    <message>
        <source>Rebooted %1, boot id %2</source>
        <translation>%1 に再起動、ブート ID %2</translation>
    </message>
    <message>
        <source>The trustee refused or could not be reached from the VM.</source>
        <translation>Trustee が拒否したか、VM から到達できませんでした。</translation>
    </message>
    <message>
        <source>Nothing listens on port 8006 in the VM: not a confidential containers image?</source>
        <translation>VM のポート 8006 で何も待ち受けていません。コンフィデンシャル・コンテナー用のイメージではない可能性があります。</translation>
    </message>
    <message>
        <source>No answer in time: the VM cannot reach the trustee.</source>
        <translation>時間内に応答がありません。VM が Trustee に到達できません。</translation>
    </message>
    <message>
        <source>The container has no curl.</source>
        <translation>コンテナーに curl がありません。</translation>
    </message>
    <message>
        <source>The check ended with exit code %1.</source>
        <translation>確認は終了コード %1 で終わりました。</translation>
    </message>
    <message>
        <source>%1 (%2, since %3, %4)</source>
        <translation>%1 (%2、%3 から、%4)</translation>
    </message>
    <message>
        <source>No VM is left without an owner</source>
        <translation>所有者のない VM がないこと</translation>
    </message>
    <message>
        <source>%1 VMs without an owner, about %2 USD an hour</source>
        <translation>所有者のない VM %1 台、1 時間あたり約 %2 USD</translation>
    </message>
    <message>
        <source>Check name, age and subnet, then delete them in the console or with: ibmcloud is instance-delete &lt;id&gt;.</source>
        <translation>名前、経過時間、サブネットを確認し、コンソールか次のコマンドで削除してください: ibmcloud is instance-delete &lt;id&gt;</translation>
    </message>
    <message>
        <source>The peer pods webhook is available</source>
        <translation>ピア Pod の Webhook が利用可能であること</translation>
    </message>
    <message>
        <source>Look at its pods; restore the Deployment %1.</source>
        <translation>その Pod を確認し、Deployment %1 を復元してください。</translation>
    </message>
    <message>
        <source>%1 VMs were started for this pod</source>
        <translation>この Pod に対して VM %1 台が起動</translation>
    </message>
    <message>
        <source>Each retry of a slow start makes another VM (TS-51).</source>
        <translation>起動が遅いと、再試行のたびに別の VM が作成されます (TS-51)。</translation>
    </message>
    <message>
        <source>The extra ones should go away by themselves; otherwise delete them.</source>
        <translation>余分な VM は自動的に消えるはずです。消えない場合は削除してください。</translation>
    </message>
    <message>
        <source>the PeerPod of pod %1</source>
        <translation>Pod %1 の PeerPod</translation>
    </message>
    <message>
        <source>The pod has its PeerPod</source>
        <translation>Pod に PeerPod あり</translation>
    </message>
    <message>
        <source>VM %1 to appear in the list</source>
        <translation>VM %1 の一覧への表示</translation>
    </message>
    <message>
        <source>VM %1 runs</source>
        <translation>VM %1 が稼働</translation>
    </message>
    <message>
        <source>VM %1 to run</source>
        <translation>VM %1 の稼働</translation>
    </message>
    <message>
        <source>Its confidential mode is tdx</source>
        <translation>コンフィデンシャル・モードが tdx であること</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>The VM is an ordinary one: its memory is not protected (TS-56).</source>
        <translation>通常の VM であり、メモリーは保護されていません (TS-56)。</translation>
    </message>
    <message>
        <source>Check DISABLECVM and the gate confidential; restart the adaptor; then delete the pod and apply again.</source>
        <translation>DISABLECVM とゲート confidential を確認し、アダプターを再起動してください。その後 Pod を削除し、再度適用してください。</translation>
    </message>
    <message>
        <source>It is in the cluster's VPC</source>
        <translation>クラスターの VPC 内であること</translation>
    </message>
    <message>
        <source>Elsewhere the workers cannot reach it.</source>
        <translation>他の場所では、ワーカーから到達できません。</translation>
    </message>
    <message>
        <source>Correct IBMCLOUD_VPC_ID.</source>
        <translation>IBMCLOUD_VPC_ID を修正してください。</translation>
    </message>
    <message>
        <source>It is in the cluster's security group</source>
        <translation>クラスターのセキュリティー・グループ内であること</translation>
    </message>
    <message>
        <source>Otherwise TCP 15150 and UDP 4789 are closed (TS-50).</source>
        <translation>そうでない場合、TCP 15150 と UDP 4789 が閉じています (TS-50)。</translation>
    </message>
    <message>
        <source>Correct IBMCLOUD_VPC_SG_ID and restart the adaptor.</source>
        <translation>IBMCLOUD_VPC_SG_ID を修正し、アダプターを再起動してください。</translation>
    </message>
    <message>
        <source>at the last try, %1: %2</source>
        <translation>最後の試行 (%1): %2</translation>
    </message>
    <message>
        <source>A start took longer than the kubelet waits</source>
        <translation>起動が kubelet の待機時間を超過</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 回</translation>
    </message>
    <message>
        <source>A TDX VM needs 3 to 4 minutes; it is tried again by itself.</source>
        <translation>TDX VM には 3 から 4 分かかります。自動的に再試行されます。</translation>
    </message>
    <message>
        <source>Ask the guest for %1</source>
        <translation>ゲストに %1 を要求</translation>
    </message>
    <message>
        <source>The trustee hands it out only to a VM that has proven itself.</source>
        <translation>Trustee は、自身を証明した VM だけにこれを渡します。</translation>
    </message>
    <message>
        <source>The guest attested and got the resource</source>
        <translation>ゲストがアテステーションしリソースを取得</translation>
    </message>
    <message>
        <source>Attestation is not proven by exec</source>
        <translation>アテステーションを exec で証明しない</translation>
    </message>
    <message>
        <source>A guest that cannot attest gets no keys.</source>
        <translation>アテステーションできないゲストは鍵を得られません。</translation>
    </message>
    <message>
        <source>Check the trustee's log, the address in INITDATA, and that the resource %1 exists.</source>
        <translation>Trustee のログ、INITDATA のアドレス、およびリソース %1 の存在を確認してください。</translation>
    </message>
    <message>
        <source>No confidential pod runs</source>
        <translation>コンフィデンシャル Pod が稼働していないこと</translation>
    </message>
    <message>
        <source>%1 PeerPod(s)</source>
        <translation>PeerPod %1 個</translation>
    </message>
    <message>
        <source>An adaptor that restarts forgets its VMs: the pods on that worker break.</source>
        <translation>再起動したアダプターは VM を忘れるため、そのワーカーの Pod は停止します。</translation>
    </message>
    <message>
        <source>Delete them first, or allow "restart-adaptor".</source>
        <translation>先に削除するか、"restart-adaptor" を許可してください。</translation>
    </message>
    <message>
        <source>Its replacement reads the new settings.</source>
        <translation>後継が新しい設定を読み取ります。</translation>
    </message>
    <message>
        <source>Restart adaptor pod %1</source>
        <translation>アダプター Pod %1 を再起動</translation>
    </message>
    <message>
        <source>All adaptor pods are younger than the settings</source>
        <translation>全アダプター Pod が設定より新しいこと</translation>
    </message>
    <message>
        <source>settings of %1, %2 older pods</source>
        <translation>設定は %1、それより古い Pod %2 個</translation>
    </message>
    <message>
        <source>They read the settings when they start.</source>
        <translation>Pod は起動時に設定を読み取ります。</translation>
    </message>
    <message>
        <source>They are deleted one by one; a rollout restart would be undone by the operator and restart everything twice.</source>
        <translation>1 つずつ削除されます。rollout restart では、オペレーターが元に戻すため、すべてが 2 回再起動します。</translation>
    </message>
    <message>
        <source>the operator to restart the adaptor</source>
        <translation>オペレーターによるアダプターの再起動</translation>
    </message>
    <message>
        <source>a Ready adaptor pod on every worker</source>
        <translation>全ワーカーで Ready のアダプター Pod</translation>
    </message>
    <message>
        <source>Uncordon worker %1</source>
        <translation>ワーカー %1 を uncordon</translation>
    </message>
    <message>
        <source>Cordon worker %1</source>
        <translation>ワーカー %1 を cordon</translation>
    </message>
    <message>
        <source>Worker %1 is cordoned and partly drained; it was not rebooted. It stays cordoned until Cocoon goes on, or: %2</source>
        <translation>ワーカー %1 は cordon 済みで一部ドレイン済みですが、再起動していません。Cocoon が続行するまで、または次を実行するまで cordon されたままです: %2</translation>
    </message>
    <message>
        <source>Worker %1 is rebooting and comes back by itself. It stays cordoned until Cocoon goes on, or: %2</source>
        <translation>ワーカー %1 は再起動中で、自動的に復帰します。Cocoon が続行するまで、または次を実行するまで cordon されたままです: %2</translation>
    </message>
    <message>
        <source>Worker %1 is back from its reboot and still cordoned, until Cocoon goes on, or: %2</source>
        <translation>ワーカー %1 は再起動から復帰しましたが、まだ cordon されています。Cocoon が続行するまで、または次を実行するまでこのままです: %2</translation>
    </message>
    <message>
        <source>“%1” was sent and not answered yet; Cocoon looks whether it was made before it sends it again.</source>
        <translation>「%1」は送信済みで、まだ応答がありません。Cocoon は再送する前に、作成済みかどうかを確認します。</translation>
    </message>
    <message>
        <source>It goes on without Cocoon: %1.</source>
        <translation>Cocoon なしでも続行します: %1。</translation>
    </message>
    <message>
        <source>Nothing is half done.</source>
        <translation>中途半端な状態のものはありません。</translation>
    </message>
    <message>
        <source>The service refused to reboot it. A privileged pod on the worker asks its systemd to reboot; data kept only on the worker may be lost. IBM does not describe this way.</source>
        <translation>サービスが再起動を拒否しました。ワーカー上の特権 Pod が、その systemd に再起動を要求します。ワーカーにのみあるデータは失われる可能性があります。これは IBM のドキュメントにない方法です。</translation>
    </message>
    <message>
        <source>Reboot from inside: worker %1</source>
        <translation>内部から再起動: ワーカー %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>the pod ended without a reboot</source>
        <translation>再起動せずに Pod が終了</translation>
    </message>
    <message>
        <source>It speaks the protocol of operator %1 (%2)</source>
        <translation>オペレーター %1 のプロトコル (%2) に対応すること</translation>
    </message>
    <message>
        <source>Use trustee %1.</source>
        <translation>Trustee %1 を使用してください。</translation>
    </message>
    <message>
        <source>INITDATA is given the certificate of its authority</source>
        <translation>INITDATA に認証局の証明書を設定</translation>
    </message>
    <message>
        <source>INITDATA is given a certificate that does not vouch for the trustee</source>
        <translation>INITDATA に設定される証明書が Trustee を保証しない</translation>
    </message>
    <message>
        <source>No VM would accept the trustee that answers here, so none could attest.</source>
        <translation>ここで応答している Trustee をどの VM も受け入れないため、アテステーションできません。</translation>
    </message>
    <message>
        <source>Give the certificate of its authority as trust.certificateFile; if nobody renewed it, find out who answers there.</source>
        <translation>認証局の証明書を trust.certificateFile に指定してください。誰も更新していない場合は、そこで何が応答しているかを調べてください。</translation>
    </message>
    <message>
        <source>No known authority vouches for its certificate</source>
        <translation>その証明書を保証する既知の認証局なし</translation>
    </message>
    <message>
        <source>A VM has to be given the certificate of the authority that issued it, and the trustee does not show that.</source>
        <translation>VM には発行元の認証局の証明書を渡す必要がありますが、Trustee はそれを提示しません。</translation>
    </message>
    <message>
        <source>Give trust.certificateFile.</source>
        <translation>trust.certificateFile を指定してください。</translation>
    </message>
    <message>
        <source>Written into INITDATA it decides whom the VMs trust; only the fingerprint tells whether it is the right one.</source>
        <translation>INITDATA に書き込むと、VM が誰を信頼するかが決まります。正しい証明書かどうかは、フィンガープリントでしかわかりません。</translation>
    </message>
    <message>
        <source>Give trust.certificateFile, or compare the fingerprint and use --allow trust-certificate.</source>
        <translation>trust.certificateFile を指定するか、フィンガープリントを照合して --allow trust-certificate を使用してください。</translation>
    </message>
    <message>
        <source>%1, valid until %2, SHA-256 %3</source>
        <translation>%1、有効期限 %2、SHA-256 %3</translation>
    </message>
    <message>
        <source>The trustee speaks %1, not %2</source>
        <translation>Trustee のプロトコルは %2 でなく %1</translation>
    </message>
    <message>
        <source>Set trust.url to %1.</source>
        <translation>trust.url を %1 に設定してください。</translation>
    </message>
    <message>
        <source>It speaks %1, as the address says</source>
        <translation>アドレスどおり %1 を使用</translation>
    </message>
    <message>
        <source>The guest has not attested; checks that failed: %1</source>
        <translation>ゲストがアテステーションしていません。失敗した確認: %1</translation>
    </message>
    <message>
        <source>The trustee is on this machine: for a sandbox only</source>
        <translation>Trustee がこのマシン上にある: サンドボックス専用</translation>
    </message>
    <message>
        <source>Anywhere else give an address that the VMs reach.</source>
        <translation>それ以外では、VM から到達できるアドレスを指定してください。</translation>
    </message>
    <message>
        <source>The trustee's address is this machine's</source>
        <translation>Trustee のアドレスがこのマシン自身のもの</translation>
    </message>
    <message>
        <source>In a VM the same address is the VM itself: nothing could attest.</source>
        <translation>VM 内では同じアドレスが VM 自身を指すため、何もアテステーションできません。</translation>
    </message>
    <message>
        <source>Give an address that the VMs reach.</source>
        <translation>VM から到達できるアドレスを指定してください。</translation>
    </message>
    <message>
        <source>The way to the trustee is plain http</source>
        <translation>Trustee への経路が平文の HTTP</translation>
    </message>
    <message>
        <source>Whoever stands between can answer in its place: a VM would take secrets from a stranger.</source>
        <translation>経路の途中にいる誰かが代わりに応答でき、VM が見知らぬ相手からシークレットを受け取ることになります。</translation>
    </message>
    <message>
        <source>Give the trustee a certificate and write https into trust.url; plain http is for tests.</source>
        <translation>Trustee に証明書を設定し、trust.url に https を指定してください。平文の HTTP はテスト用です。</translation>
    </message>
    <message>
        <source>none is named by VPC %1</source>
        <translation>VPC %1 はどれも指定していません</translation>
    </message>
    <message>
        <source>no TDX profile in %1</source>
        <translation>%1 に TDX プロファイルはありません</translation>
    </message>
    <message>
        <source>TDX profiles in %1: %2</source>
        <translation>%1 の TDX プロファイル: %2</translation>
    </message>
    <message>
        <source>take the Lease that keeps two desks apart</source>
        <translation>2 つの作業場所が同時に変更しないための Lease を取得する</translation>
    </message>
    <message>
        <source>The namespace %1, which holds it, does not exist yet.</source>
        <translation>それを置く名前空間 %1 はまだ存在しません。</translation>
    </message>
    <message>
        <source>Cocoon made an API key that nobody uses</source>
        <translation>Cocoon が作成した API キーが、どこでも使われていません</translation>
    </message>
    <message>
        <source>The Secret holds another one: somebody else's got there first.</source>
        <translation>Secret には別のキーが入っています。ほかの誰かのものが先に入りました。</translation>
    </message>
    <message>
        <source>The key that nobody uses is deleted.</source>
        <translation>使われていないキーを削除します。</translation>
    </message>
    <message>
        <source>Delete the unused API key %1</source>
        <translation>未使用の API キー %1 を削除</translation>
    </message>
    <message>
        <source>Cocoon made it, and it carries all your rights.</source>
        <translation>Cocoon が作成したもので、あなたのすべての権限を持っています。</translation>
    </message>
    <message>
        <source>%1 is not set</source>
        <translation>%1 は設定されていません</translation>
    </message>
    <message>
        <source>no public endpoint: join its network and choose the private one in Settings</source>
        <translation>パブリック・エンドポイントがない: そのネットワークに接続し、「設定」でプライベート・エンドポイントを選択</translation>
    </message>
    <message>
        <source>no private endpoint</source>
        <translation>プライベート・エンドポイントがない</translation>
    </message>
    <message>
        <source>its workers run %1, not Red Hat CoreOS</source>
        <translation>ワーカーが Red Hat CoreOS ではなく %1</translation>
    </message>
    <message>
        <source>VMs that may be another cluster's or a pod's: %1</source>
        <translation>別のクラスターまたは Pod のものである可能性がある VM: %1 台</translation>
    </message>
    <message>
        <source>Ask in the clusters that share the VPC before you remove one.</source>
        <translation>削除する前に、VPC を共有するクラスターで確認してください。</translation>
    </message>
    <message>
        <source>A failed start or an operator removed too early leaves VMs that cost money.</source>
        <translation>起動の失敗や、早すぎるオペレーターの削除により、費用のかかる VM が残ります。</translation>
    </message>
    <message>
        <source>after the one before is Ready</source>
        <translation>前の Pod が Ready になった後</translation>
    </message>
    <message>
        <source>Confidential pods can run here</source>
        <translation>ここでコンフィデンシャル Pod を実行できます</translation>
    </message>
    <message>
        <source>These subnets have no free address: %1</source>
        <translation>空きアドレスがないサブネット: %1</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::AccessStep</name>
    <message>
        <source>Access for oc</source>
        <translation>oc のアクセス</translation>
    </message>
    <message>
        <source>Your own oc can use the same access</source>
        <translation>お使いの oc でも同じアクセスを利用可能</translation>
    </message>
    <message>
        <source>This connection comes from: %1</source>
        <translation>この接続の取得元: %1</translation>
    </message>
    <message>
        <source>The cluster can be reached as %1.</source>
        <translation>クラスターに %1 として到達できます。</translation>
    </message>
    <message>
        <source>the connection's own file</source>
        <translation>接続自身のファイル</translation>
    </message>
    <message>
        <source>your kubeconfig</source>
        <translation>お使いの kubeconfig</translation>
    </message>
    <message>
        <source>IBM Cloud's Kubernetes Service</source>
        <translation>IBM Cloud の Kubernetes Service</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::Ahead</name>
    <message numerus="yes">
        <source>at least %n eviction(s)</source>
        <translation>
            <numerusform>退避 %n 回以上</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n adaptor restart(s)</source>
        <translation>
            <numerusform>アダプターの再起動 %n 回</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>evictions that are still being counted</source>
        <translation>退避(件数を確認中)</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::ConfigurationStep</name>
    <message>
        <source>Configuration</source>
        <translation>構成</translation>
    </message>
    <message>
        <source>%1 (set by %2)</source>
        <translation>%1 (設定者 %2)</translation>
    </message>
    <message>
        <source>Fields of %1 were set by somebody else to other values</source>
        <translation>他者が %1 のフィールドを別の値に設定</translation>
    </message>
    <message>
        <source>No cluster yet.</source>
        <translation>クラスターがまだありません。</translation>
    </message>
    <message>
        <source>The KataConfig %1 is being deleted</source>
        <translation>KataConfig %1 を削除中</translation>
    </message>
    <message>
        <source>Setting up and taking away at once cannot end well (TS-74).</source>
        <translation>セットアップと撤去を同時に行うと、うまく終わりません (TS-74)。</translation>
    </message>
    <message>
        <source>Finish the removal, then set up again.</source>
        <translation>削除を完了してから、再度セットアップしてください。</translation>
    </message>
    <message>
        <source>They make the operator set up confidential peer pods.</source>
        <translation>これにより、オペレーターがコンフィデンシャルなピア Pod をセットアップします。</translation>
    </message>
    <message>
        <source>The Secret also holds an API key, which wins over the profile</source>
        <translation>Secret に API キーもあり、プロファイルより優先</translation>
    </message>
    <message>
        <source>The adaptor would not use the profile.</source>
        <translation>アダプターはプロファイルを使用しません。</translation>
    </message>
    <message>
        <source>Remove IBMCLOUD_API_KEY from peer-pods-secret.</source>
        <translation>peer-pods-secret から IBMCLOUD_API_KEY を削除してください。</translation>
    </message>
    <message>
        <source>The adaptor authenticates with it.</source>
        <translation>アダプターはこれで認証します。</translation>
    </message>
    <message>
        <source>after the API key is created</source>
        <translation>API キー作成後</translation>
    </message>
    <message>
        <source>after the trusted profile is created</source>
        <translation>トラステッド・プロファイル作成後</translation>
    </message>
    <message>
        <source>The Secret holds a credential</source>
        <translation>Secret に資格情報があること</translation>
    </message>
    <message>
        <source>The adaptor and the operator read where and how to make VMs.</source>
        <translation>VM の作成場所と方法を、アダプターとオペレーターが読み取ります。</translation>
    </message>
    <message>
        <source>It makes the operator install Kata on the workers; each needs one reboot afterwards.</source>
        <translation>これにより、オペレーターが Kata をワーカーにインストールします。その後、各ワーカーに 1 回の再起動が必要です。</translation>
    </message>
    <message>
        <source>after the settings exist</source>
        <translation>設定の作成後</translation>
    </message>
    <message>
        <source>A KataConfig exists; it is a singleton of any name (TS-11)</source>
        <translation>KataConfig が存在。名前は任意で 1 つのみ (TS-11)</translation>
    </message>
    <message>
        <source>Enable peer pods in KataConfig %1</source>
        <translation>KataConfig %1 でピア Pod を有効化</translation>
    </message>
    <message>
        <source>Without it there is no runtime class kata-remote.</source>
        <translation>これがないとランタイムクラス kata-remote がありません。</translation>
    </message>
    <message>
        <source>The settings are in place.</source>
        <translation>設定が完了しています。</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2 の %1</translation>
    </message>
    <message>
        <source>The KataConfig is for the workers the Intent names</source>
        <translation>KataConfig は Intent が指定するワーカーを対象としています</translation>
    </message>
    <message>
        <source>all workers</source>
        <translation>すべてのワーカー</translation>
    </message>
    <message>
        <source>Its own selector counts; Cocoon does not change for which workers it is.</source>
        <translation>有効なのは KataConfig 自身のセレクターです。Cocoon は対象のワーカーを変更しません。</translation>
    </message>
    <message>
        <source>Correct configuration.poolSelector in the Intent, or change spec.kataConfigPoolSelector by hand.</source>
        <translation>Intent の configuration.poolSelector を修正するか、spec.kataConfigPoolSelector を手動で変更してください。</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::ConnectStep</name>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>IBM Cloud accepts the credential</source>
        <translation>IBM Cloud が資格情報を受け入れ</translation>
    </message>
    <message>
        <source>The credential belongs to an account</source>
        <translation>資格情報がアカウントに属すること</translation>
    </message>
    <message>
        <source>Clusters and VMs belong to an account.</source>
        <translation>クラスターと VM はアカウントに属します。</translation>
    </message>
    <message>
        <source>Choose an account when logging in.</source>
        <translation>ログイン時にアカウントを選択してください。</translation>
    </message>
    <message>
        <source>The account has the cluster %1</source>
        <translation>アカウントにクラスター %1 があること</translation>
    </message>
    <message>
        <source>clusters in the account: %1</source>
        <translation>アカウント内のクラスター: %1</translation>
    </message>
    <message>
        <source>Everything is set up for one cluster.</source>
        <translation>すべてが 1 つのクラスターに対してセットアップされます。</translation>
    </message>
    <message>
        <source>Correct the name in the Intent, or use a credential of the account that owns the cluster.</source>
        <translation>Intent の名前を修正するか、クラスターを所有するアカウントの資格情報を使用してください。</translation>
    </message>
    <message>
        <source>The name means one cluster only</source>
        <translation>名前に該当するクラスターが 1 つだけであること</translation>
    </message>
    <message>
        <source>A name may exist in several resource groups.</source>
        <translation>同じ名前が複数のリソース・グループに存在することがあります。</translation>
    </message>
    <message>
        <source>Write the cluster's id, or its resource group, into the Intent.</source>
        <translation>Intent にクラスターの ID かリソース・グループを記載してください。</translation>
    </message>
    <message>
        <source>It is an OpenShift cluster</source>
        <translation>OpenShift クラスターであること</translation>
    </message>
    <message>
        <source>The operator needs OpenShift.</source>
        <translation>オペレーターには OpenShift が必要です。</translation>
    </message>
    <message>
        <source>Use a Red Hat OpenShift cluster.</source>
        <translation>Red Hat OpenShift クラスターを使用してください。</translation>
    </message>
    <message>
        <source>Its workers are VPC Gen 2</source>
        <translation>ワーカーが VPC Gen 2 であること</translation>
    </message>
    <message>
        <source>Confidential VMs are started in the cluster's own VPC.</source>
        <translation>コンフィデンシャル VM はクラスター自身の VPC で起動されます。</translation>
    </message>
    <message>
        <source>Use a VPC cluster; classic and Satellite clusters are not supported.</source>
        <translation>VPC クラスターを使用してください。クラシックと Satellite のクラスターは対象外です。</translation>
    </message>
    <message>
        <source>The cluster is healthy</source>
        <translation>クラスターが正常であること</translation>
    </message>
    <message>
        <source>A cluster that is being deployed or is critical cannot be changed safely.</source>
        <translation>デプロイ中またはクリティカルなクラスターは、安全に変更できません。</translation>
    </message>
    <message>
        <source>Wait until it is normal, or repair it first.</source>
        <translation>正常になるまで待つか、先に修復してください。</translation>
    </message>
    <message>
        <source>Its control plane is healthy</source>
        <translation>コントロール・プレーンが正常であること</translation>
    </message>
    <message>
        <source>All further steps go through the control plane.</source>
        <translation>以降のすべてのステップはコントロール・プレーンを経由します。</translation>
    </message>
    <message>
        <source>Wait until the control plane is healthy again.</source>
        <translation>コントロール・プレーンが正常に戻るまで待ってください。</translation>
    </message>
    <message>
        <source>Its control plane is deployed</source>
        <translation>コントロール・プレーンがデプロイ済みであること</translation>
    </message>
    <message>
        <source>During an update of the control plane nothing else should change.</source>
        <translation>コントロール・プレーンの更新中は、他のものを変更すべきではありません。</translation>
    </message>
    <message>
        <source>Wait until the update has ended.</source>
        <translation>更新の終了を待ってください。</translation>
    </message>
    <message>
        <source>The API server has a public address</source>
        <translation>API サーバーにパブリック・アドレスがあること</translation>
    </message>
    <message>
        <source>Without it this machine must be in the VPC's network, for example by VPN.</source>
        <translation>ない場合、このマシンは VPN などで VPC のネットワーク内にある必要があります。</translation>
    </message>
    <message>
        <source>Connect the VPN and use the private endpoint.</source>
        <translation>VPN に接続し、プライベート・エンドポイントを使用してください。</translation>
    </message>
    <message>
        <source>Intel TDX machines exist in %1</source>
        <translation>%1 に Intel TDX マシンがあること</translation>
    </message>
    <message>
        <source>regions with TDX: %1</source>
        <translation>TDX のあるリージョン: %1</translation>
    </message>
    <message>
        <source>The VMs are made in the cluster's own region.</source>
        <translation>VM はクラスター自身のリージョンに作成されます。</translation>
    </message>
    <message>
        <source>Use a cluster in one of these regions.</source>
        <translation>これらのリージョンのクラスターを使用してください。</translation>
    </message>
    <message>
        <source>The API server answers</source>
        <translation>API サーバーが応答</translation>
    </message>
    <message>
        <source>%1, Kubernetes %2, as %3</source>
        <translation>%1、Kubernetes %2、ユーザー %3</translation>
    </message>
    <message>
        <source>About this connection</source>
        <translation>この接続について</translation>
    </message>
    <message>
        <source>The connection leads to the cluster %1</source>
        <translation>接続先がクラスター %1 であること</translation>
    </message>
    <message>
        <source>no node has the label %1; the first is %2</source>
        <translation>ラベル %1 のノードなし。最初のノードは %2</translation>
    </message>
    <message>
        <source>The workers of this API server do not belong to the cluster found in the account.</source>
        <translation>この API サーバーのワーカーは、アカウントで見つかったクラスターに属していません。</translation>
    </message>
    <message>
        <source>Use the kubeconfig and context of %1.</source>
        <translation>%1 の kubeconfig とコンテキストを使用してください。</translation>
    </message>
    <message>
        <source>Connected to %1 in %2.</source>
        <translation>%2 の %1 に接続しました。</translation>
    </message>
    <message>
        <source>the kubeconfig of cluster %1, which is not handed out yet (%2)</source>
        <translation>まだ発行されていないクラスター %1 の kubeconfig (%2)</translation>
    </message>
    <message>
        <source>The server may not be what it claims to be, or somebody else may act as you.</source>
        <translation>サーバーが本物でないか、他者があなたになりすまして操作する可能性があります。</translation>
    </message>
    <message>
        <source>Correct what it names: the kubeconfig, or the mode of the file.</source>
        <translation>示されたもの (kubeconfig またはファイルのモード) を修正してください。</translation>
    </message>
    <message>
        <source>none is named</source>
        <translation>指定なし</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::CredentialStep</name>
    <message>
        <source>Credential</source>
        <translation>資格情報</translation>
    </message>
    <message>
        <source>No cluster yet.</source>
        <translation>クラスターがまだありません。</translation>
    </message>
    <message>
        <source>The adaptor uses an API key</source>
        <translation>アダプターは API キーを使用</translation>
    </message>
    <message>
        <source>credential.kind: trusted-profile carries less rights and no secret.</source>
        <translation>credential.kind: trusted-profile なら、権限が少なくシークレットもありません。</translation>
    </message>
    <message>
        <source>An API key is at hand.</source>
        <translation>API キーがあります。</translation>
    </message>
    <message>
        <source>The adaptor uses a trusted profile</source>
        <translation>アダプターはトラステッド・プロファイルを使用</translation>
    </message>
    <message>
        <source>The operator itself cannot remove VMs with a trusted profile</source>
        <translation>トラステッド・プロファイルではオペレーター自身は VM を削除できない</translation>
    </message>
    <message>
        <source>its pod is given no token</source>
        <translation>その Pod にはトークンが渡されない</translation>
    </message>
    <message>
        <source>Delete confidential pods while the adaptor runs; check that their VMs are gone.</source>
        <translation>アダプターの稼働中にコンフィデンシャル Pod を削除し、VM が消えたことを確認してください。</translation>
    </message>
    <message>
        <source>Trusted profile %1 has the rights it needs.</source>
        <translation>トラステッド・プロファイル %1 に必要な権限があります。</translation>
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
        <translation>実行中です。停止してから設定を変更してください。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>%1 に書き込めません: %2。</translation>
    </message>
    <message>
        <source>The Lease that keeps two desks apart could not be taken: %1</source>
        <translation>2 つの作業場所が同時に変更しないための Lease を取得できませんでした: %1</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::ImageStep</name>
    <message>
        <source>Peer pod image</source>
        <translation>ピア Pod イメージ</translation>
    </message>
    <message>
        <source>No cluster, no region to look for images in.</source>
        <translation>クラスターがないため、イメージを探すリージョンがありません。</translation>
    </message>
    <message>
        <source>The image name is allowed</source>
        <translation>イメージ名が有効であること</translation>
    </message>
    <message>
        <source>VPC takes lower case letters, digits and hyphens, up to 63, not starting with ibm-.</source>
        <translation>VPC で使えるのは英小文字、数字、ハイフンで 63 文字以内です。先頭に ibm- は使えません。</translation>
    </message>
    <message>
        <source>Choose another image.name in the Intent.</source>
        <translation>Intent の image.name を別の名前にしてください。</translation>
    </message>
    <message>
        <source>IBM's image is validated with operator %1</source>
        <translation>IBM のイメージがオペレーター %1 で検証済みであること</translation>
    </message>
    <message>
        <source>validated: %1</source>
        <translation>検証済み: %1</translation>
    </message>
    <message>
        <source>Guest and operator must speak the same protocol.</source>
        <translation>ゲストとオペレーターは同じプロトコルを使う必要があります。</translation>
    </message>
    <message>
        <source>Use operator %1, or an image made for this version.</source>
        <translation>オペレーター %1 か、このバージョン用のイメージを使用してください。</translation>
    </message>
    <message>
        <source>The image supports OpenShift %1</source>
        <translation>イメージが OpenShift %1 に対応すること</translation>
    </message>
    <message>
        <source>validated with: %1</source>
        <translation>検証済みのバージョン: %1</translation>
    </message>
    <message>
        <source>Other versions may work; nobody has said so.</source>
        <translation>他のバージョンでも動くかもしれませんが、確認されていません。</translation>
    </message>
    <message>
        <source>Use a cluster of a validated version for production.</source>
        <translation>本番環境では、検証済みバージョンのクラスターを使用してください。</translation>
    </message>
    <message>
        <source>The image exists in %1</source>
        <translation>%1 にイメージが存在</translation>
    </message>
    <message>
        <source>%1 (%2), sha256 %3</source>
        <translation>%1 (%2)、sha256 %3</translation>
    </message>
    <message>
        <source>VMs can be made from it</source>
        <translation>これから VM を作成可能</translation>
    </message>
    <message>
        <source>The image is deprecated</source>
        <translation>イメージは非推奨</translation>
    </message>
    <message>
        <source>It may be made obsolete soon.</source>
        <translation>近く廃止される可能性があります。</translation>
    </message>
    <message>
        <source>Import the current build and name it in the Intent.</source>
        <translation>現行のビルドをインポートし、Intent に指定してください。</translation>
    </message>
    <message>
        <source>image %1 to become available</source>
        <translation>イメージ %1 の利用可能化</translation>
    </message>
    <message>
        <source>No VM can be made from image %1</source>
        <translation>イメージ %1 から VM を作成できない</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The import failed or the image was withdrawn.</source>
        <translation>インポートの失敗か、イメージの取り下げです。</translation>
    </message>
    <message>
        <source>Check the authorization of VPC for object storage and image.source; delete this image, or choose another image.name.</source>
        <translation>VPC からオブジェクト・ストレージへの許可と image.source を確認してください。このイメージを削除するか、別の image.name を選択してください。</translation>
    </message>
    <message>
        <source>Its operating system is %1</source>
        <translation>オペレーティング・システムが %1 であること</translation>
    </message>
    <message>
        <source>Licence and user data format follow from it.</source>
        <translation>これにより、ライセンスとユーザー・データの形式が決まります。</translation>
    </message>
    <message>
        <source>Import it again with the right operating system.</source>
        <translation>正しいオペレーティング・システムで再度インポートしてください。</translation>
    </message>
    <message>
        <source>There is no image %1 in %2</source>
        <translation>%2 にイメージ %1 なし</translation>
    </message>
    <message>
        <source>images are regional</source>
        <translation>イメージはリージョン単位</translation>
    </message>
    <message>
        <source>The adaptor skips an image it cannot find and does not start.</source>
        <translation>アダプターは見つからないイメージをスキップし、起動しません。</translation>
    </message>
    <message>
        <source>Import it in %1, or leave image.id empty.</source>
        <translation>%1 にインポートするか、image.id を空にしてください。</translation>
    </message>
    <message>
        <source>Import image %1 in %2</source>
        <translation>イメージ %1 を %2 にインポート</translation>
    </message>
    <message>
        <source>Confidential VMs start from it; images are regional.</source>
        <translation>コンフィデンシャル VM はこれから起動します。イメージはリージョン単位です。</translation>
    </message>
    <message>
        <source>There is no pod VM image in %1 yet</source>
        <translation>%1 に Pod VM イメージがまだない</translation>
    </message>
    <message>
        <source>It is imported from %1.</source>
        <translation>%1 からインポートされます。</translation>
    </message>
    <message>
        <source>Image %1 is ready.</source>
        <translation>イメージ %1 の準備ができました。</translation>
    </message>
    <message>
        <source>Image %1 is not in every zone of the workers</source>
        <translation>イメージ %1 がワーカーのすべてのゾーンにはない</translation>
    </message>
    <message>
        <source>in: %1; workers: %2</source>
        <translation>イメージのゾーン: %1、ワーカーのゾーン: %2</translation>
    </message>
    <message>
        <source>A VM starts in the zone of its worker.</source>
        <translation>VM はワーカーのゾーンで起動します。</translation>
    </message>
    <message>
        <source>It may still arrive. If it does not, delete the image and import it again.</source>
        <translation>これから届く可能性があります。届かない場合は、イメージを削除して再度インポートしてください。</translation>
    </message>
    <message numerus="yes">
        <source>The newest pod VM image is taken; %n other(s) would do</source>
        <translation>
            <numerusform>最新の Pod VM イメージを使います。ほかに %n 個が使えます</numerusform>
        </translation>
    </message>
    <message>
        <source>To choose another, name it in image.name or image.id of the Intent.</source>
        <translation>別のイメージを選ぶには、Intent の image.name または image.id で指定してください。</translation>
    </message>
    <message>
        <source>by size</source>
        <translation>サイズによる</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::IntentFinder</name>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 を読み取れません: %2。</translation>
    </message>
    <message>
        <source>the kubeconfig of cluster %1, which is not handed out yet (%2)</source>
        <translation>まだ発行されていないクラスター %1 の kubeconfig (%2)</translation>
    </message>
    <message>
        <source>The proposed Intent cannot be written to %1: %2.</source>
        <translation>提案された Intent を %1 に書き込めません: %2。</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::NodesStep</name>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>No disruption budget forbids draining now</source>
        <translation>現在ドレインを妨げる PDB がないこと</translation>
    </message>
    <message>
        <source>A drain waits as long as a budget allows no disruption.</source>
        <translation>PDB が中断を許可しない間、ドレインは待機します。</translation>
    </message>
    <message>
        <source>Scale these workloads up, or relax the budget.</source>
        <translation>これらのワークロードをスケールアップするか、PDB を緩和してください。</translation>
    </message>
    <message>
        <source>All pods on these workers would be made again elsewhere</source>
        <translation>これらのワーカーの全 Pod が他所で再作成されること</translation>
    </message>
    <message>
        <source>A pod without a controller is gone after the drain.</source>
        <translation>コントローラーのない Pod は、ドレイン後に失われます。</translation>
    </message>
    <message>
        <source>Save what you need of them.</source>
        <translation>必要なものを保存してください。</translation>
    </message>
    <message>
        <source>No pod keeps data on these workers</source>
        <translation>これらのワーカーにデータを置く Pod がないこと</translation>
    </message>
    <message>
        <source>emptyDir volumes are lost with the drain.</source>
        <translation>emptyDir ボリュームはドレインで失われます。</translation>
    </message>
    <message>
        <source>Worker %1: nothing installed</source>
        <translation>ワーカー %1: インストールなし</translation>
    </message>
    <message>
        <source>Worker %1: %2</source>
        <translation>ワーカー %1: %2</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>not Ready</source>
        <translation>Ready ではない</translation>
    </message>
    <message>
        <source>Worker %1 is cordoned, not by Cocoon</source>
        <translation>ワーカー %1 を Cocoon 以外が cordon</translation>
    </message>
    <message>
        <source>No confidential pod will start on it.</source>
        <translation>ここではコンフィデンシャル Pod が起動しません。</translation>
    </message>
    <message>
        <source>Uncordon it when the work on it is done.</source>
        <translation>作業が終わったら uncordon してください。</translation>
    </message>
    <message>
        <source>Kata is being removed from worker %1</source>
        <translation>ワーカー %1 から Kata を削除中</translation>
    </message>
    <message>
        <source>Installing and removing at once cannot end well.</source>
        <translation>インストールと削除を同時に行うと、うまく終わりません。</translation>
    </message>
    <message>
        <source>Finish the removal first.</source>
        <translation>先に削除を完了してください。</translation>
    </message>
    <message>
        <source>Kata on worker %1</source>
        <translation>ワーカー %1 の Kata</translation>
    </message>
    <message>
        <source>Each of the %1 workers will be drained and rebooted once</source>
        <translation>%1 台の各ワーカーを 1 回ずつドレインして再起動</translation>
    </message>
    <message>
        <source>One at a time; with proof by boot id.</source>
        <translation>1 台ずつ行い、ブート ID で確認します。</translation>
    </message>
    <message numerus="yes">
        <source>Kata is installed on %n worker(s).</source>
        <translation>
            <numerusform>Kata が %n 台のワーカーにインストールされています。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::setup::OperatorStep</name>
    <message>
        <source>Sandboxed containers operator</source>
        <translation>サンドボックスコンテナー Operator</translation>
    </message>
    <message>
        <source>The operator's namespace is not being removed</source>
        <translation>オペレーターの namespace が削除中でないこと</translation>
    </message>
    <message>
        <source>Nothing can be created in a namespace that is going away; PeerPods may hold it (TS-29).</source>
        <translation>削除中の namespace には何も作成できません。PeerPod が妨げている可能性があります (TS-29)。</translation>
    </message>
    <message>
        <source>Finish the removal first.</source>
        <translation>先に削除を完了してください。</translation>
    </message>
    <message>
        <source>The operator, its settings and the adaptor live here.</source>
        <translation>オペレーター、その設定、アダプターがここに置かれます。</translation>
    </message>
    <message>
        <source>There is not more than one OperatorGroup</source>
        <translation>OperatorGroup が 2 つ以上ないこと</translation>
    </message>
    <message numerus="yes">
        <source>%n OperatorGroup(s) in the namespace</source>
        <translation>
            <numerusform>namespace 内の OperatorGroup %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>OLM installs nothing in a namespace with two.</source>
        <translation>OLM は、2 つある namespace には何もインストールしません。</translation>
    </message>
    <message>
        <source>Delete the one that is not needed.</source>
        <translation>不要なほうを削除してください。</translation>
    </message>
    <message>
        <source>It tells OLM which namespace the operator watches.</source>
        <translation>オペレーターが監視する namespace を OLM に示します。</translation>
    </message>
    <message>
        <source>The OperatorGroup targets the operator's namespace</source>
        <translation>OperatorGroup の対象がオペレーターの namespace であること</translation>
    </message>
    <message>
        <source>The operator supports its own namespace only (UnsupportedOperatorGroup).</source>
        <translation>オペレーターは自身の namespace のみに対応します (UnsupportedOperatorGroup)。</translation>
    </message>
    <message>
        <source>Set its spec.targetNamespaces to this one namespace.</source>
        <translation>spec.targetNamespaces をこの namespace だけに設定してください。</translation>
    </message>
    <message>
        <source>A Subscription exists</source>
        <translation>Subscription が存在</translation>
    </message>
    <message>
        <source>%1, channel %2, %3</source>
        <translation>%1、チャネル %2、%3</translation>
    </message>
    <message>
        <source>OLM cannot install the operator yet</source>
        <translation>OLM がまだオペレーターをインストールできない</translation>
    </message>
    <message>
        <source>Look at the Subscription and the catalog.</source>
        <translation>Subscription とカタログを確認してください。</translation>
    </message>
    <message>
        <source>OLM installs version %1 and, by Manual approval, stays there.</source>
        <translation>OLM はバージョン %1 をインストールし、Manual 承認によりそのまま維持します。</translation>
    </message>
    <message>
        <source>Approve the InstallPlan of %1</source>
        <translation>%1 の InstallPlan を承認</translation>
    </message>
    <message>
        <source>Only the plan that names this version is approved; later ones stay as they are.</source>
        <translation>このバージョンのプランだけが承認されます。以降のプランはそのままです。</translation>
    </message>
    <message>
        <source>OLM's InstallPlan is for another version</source>
        <translation>OLM の InstallPlan が別のバージョン用</translation>
    </message>
    <message>
        <source>It was not made for version %1 and is not approved.</source>
        <translation>バージョン %1 用でないため、承認されません。</translation>
    </message>
    <message>
        <source>Set operator.version in the Intent to that version, or recreate the Subscription with startingCSV %1.</source>
        <translation>Intent の operator.version をそのバージョンに設定するか、startingCSV %1 で Subscription を再作成してください。</translation>
    </message>
    <message>
        <source>OLM to install operator %1</source>
        <translation>OLM によるオペレーター %1 のインストール</translation>
    </message>
    <message>
        <source>Version %1 is installed</source>
        <translation>バージョン %1 がインストール済みであること</translation>
    </message>
    <message>
        <source>installed: %1</source>
        <translation>インストール済み: %1</translation>
    </message>
    <message>
        <source>Annotation, security group key, guest policy and trustee protocol differ between versions; the facts of %1 are used.</source>
        <translation>アノテーション、セキュリティー・グループのキー、ゲスト・ポリシー、Trustee のプロトコルはバージョンごとに異なります。%1 の情報が使用されます。</translation>
    </message>
    <message>
        <source>Accept it (operator.version: %1), or reinstall pinned with Manual approval.</source>
        <translation>受け入れるか (operator.version: %1)、Manual 承認でバージョンを固定して再インストールしてください。</translation>
    </message>
    <message>
        <source>The operator updates itself</source>
        <translation>オペレーターが自動更新される</translation>
    </message>
    <message>
        <source>Subscription %1: installPlanApproval Automatic</source>
        <translation>Subscription %1: installPlanApproval Automatic</translation>
    </message>
    <message>
        <source>An update changes annotation names and guest policies under running workloads.</source>
        <translation>更新により、稼働中のワークロードの下でアノテーション名とゲスト・ポリシーが変わります。</translation>
    </message>
    <message>
        <source>Set installPlanApproval to Manual.</source>
        <translation>installPlanApproval を Manual に設定してください。</translation>
    </message>
    <message>
        <source>An update of the operator waits for approval and is left alone</source>
        <translation>オペレーターの更新が承認待ち (そのまま維持)</translation>
    </message>
    <message>
        <source>The operator is being removed</source>
        <translation>オペレーターを削除中</translation>
    </message>
    <message>
        <source>Its removal waits for the KataConfig.</source>
        <translation>その削除は KataConfig を待っています。</translation>
    </message>
    <message>
        <source>The operator's installation failed</source>
        <translation>オペレーターのインストールが失敗</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Its Deployment did not become available.</source>
        <translation>Deployment が利用可能になりませんでした。</translation>
    </message>
    <message>
        <source>Look at the pod controller-manager: image pull, resources, crash.</source>
        <translation>Pod controller-manager のイメージ・プル、リソース、クラッシュを確認してください。</translation>
    </message>
    <message>
        <source>operator %1 to be installed</source>
        <translation>オペレーター %1 のインストール</translation>
    </message>
    <message>
        <source>the operator's controller-manager</source>
        <translation>オペレーターの controller-manager</translation>
    </message>
    <message>
        <source>The operator runs</source>
        <translation>オペレーターが稼働</translation>
    </message>
    <message>
        <source>Operator %1 is installed.</source>
        <translation>オペレーター %1 がインストールされています。</translation>
    </message>
    <message>
        <source>Version %1 will be installed and kept, whatever the head of the channel is</source>
        <translation>チャネルの先頭にかかわらず、バージョン %1 をインストールして維持</translation>
    </message>
    <message>
        <source>Version %1 will be installed, then whatever becomes the head of the channel</source>
        <translation>バージョン %1 をインストールし、その後はチャネルの先頭になるものをインストール</translation>
    </message>
    <message>
        <source>all fields are stated by their sources</source>
        <translation>すべての項目が出典に明記されています</translation>
    </message>
    <message>
        <source>not stated outright by any source: %1</source>
        <translation>どの出典にも明記されていない項目: %1</translation>
    </message>
    <message>
        <source>Operator %1 is not known to Cocoon; it is treated as %2</source>
        <translation>オペレーター %1 は Cocoon の知らない版です。%2 として扱います</translation>
    </message>
    <message>
        <source>Read in the notes of that version what differs.</source>
        <translation>その版のリリースノートで違いを確認してください。</translation>
    </message>
    <message>
        <source>Not everything about operator %1 is public</source>
        <translation>オペレーター %1 のすべてが公開されているわけではありません</translation>
    </message>
    <message>
        <source>What is done is right in either case.</source>
        <translation>どちらの場合でも、行う内容は正しいものです。</translation>
    </message>
    <message>
        <source>whether guests forbid exec</source>
        <translation>ゲストが exec を禁止するかどうか</translation>
    </message>
    <message>
        <source>the version of the key broker's protocol</source>
        <translation>鍵ブローカーのプロトコルのバージョン</translation>
    </message>
    <message>
        <source>whether new settings restart the adaptor</source>
        <translation>新しい設定でアダプターが再起動するかどうか</translation>
    </message>
    <message>
        <source>the installer's service account</source>
        <translation>インストーラーのサービス・アカウント</translation>
    </message>
    <message>
        <source>how the installer's settings reach the workers</source>
        <translation>インストーラーの設定がワーカーに届く方法</translation>
    </message>
    <message>
        <source>which setting names the security group</source>
        <translation>セキュリティー・グループを指定する設定</translation>
    </message>
    <message>
        <source>after OLM made its InstallPlan</source>
        <translation>OLM が InstallPlan を作成した後</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::PrerequisitesStep</name>
    <message>
        <source>Prerequisites</source>
        <translation>前提条件</translation>
    </message>
    <message>
        <source>The operator is installed already; the catalog is not needed</source>
        <translation>オペレーターはインストール済み。カタログは不要</translation>
    </message>
    <message>
        <source>The cluster is ready.</source>
        <translation>クラスターの準備ができています。</translation>
    </message>
    <message>
        <source>OperatorHub offers the default catalogs</source>
        <translation>OperatorHub がデフォルトのカタログを提供すること</translation>
    </message>
    <message>
        <source>OperatorHub is off</source>
        <translation>OperatorHub がオフ</translation>
    </message>
    <message>
        <source>spec.disableAllDefaultSources: true</source>
        <translation>spec.disableAllDefaultSources: true</translation>
    </message>
    <message>
        <source>It is switched on; clusters made from 4.15 on start without it.</source>
        <translation>オンにします。4.15 以降で作成されたクラスターは、最初はオフです。</translation>
    </message>
    <message>
        <source>Enable OperatorHub</source>
        <translation>OperatorHub を有効化</translation>
    </message>
    <message>
        <source>The operator comes from the catalog %1.</source>
        <translation>オペレーターはカタログ %1 から取得されます。</translation>
    </message>
    <message>
        <source>The catalog %1 is ready</source>
        <translation>カタログ %1 が準備完了</translation>
    </message>
    <message>
        <source>the package to appear in the catalog</source>
        <translation>カタログへのパッケージの表示</translation>
    </message>
    <message>
        <source>The catalog %1 is not ready yet</source>
        <translation>カタログ %1 が未準備</translation>
    </message>
    <message>
        <source>no CatalogSource</source>
        <translation>CatalogSource なし</translation>
    </message>
    <message>
        <source>the catalog %1</source>
        <translation>カタログ %1</translation>
    </message>
    <message>
        <source>The cluster is ready for the operator.</source>
        <translation>クラスターはオペレーターを受け入れられます。</translation>
    </message>
    <message>
        <source>when the catalog cannot be pulled</source>
        <translation>カタログを取得できない場合</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::Reboot</name>
    <message>
        <source>Cordon worker %1</source>
        <translation>ワーカー %1 を cordon</translation>
    </message>
    <message>
        <source>Nothing new is to start on it before its reboot; who cordoned it and its boot id are noted on the node.</source>
        <translation>再起動の前に新しいものを起動させません。cordon した者とブート ID をノードに記録します。</translation>
    </message>
    <message>
        <source>after the worker is drained</source>
        <translation>ワーカーのドレイン後</translation>
    </message>
    <message>
        <source>after the reboot</source>
        <translation>再起動後</translation>
    </message>
    <message>
        <source>The service does not reboot worker %1 by this call</source>
        <translation>サービスがこの呼び出しでワーカー %1 を再起動しない</translation>
    </message>
    <message>
        <source>It is drained and waits for its reboot.</source>
        <translation>ドレイン済みで、再起動を待っています。</translation>
    </message>
    <message>
        <source>worker %1 to come back from its reboot</source>
        <translation>ワーカー %1 の再起動からの復帰</translation>
    </message>
    <message>
        <source>Reboot worker %1</source>
        <translation>ワーカー %1 を再起動</translation>
    </message>
    <message>
        <source>Kata's packages become active with a reboot; data kept only on the worker may be lost.</source>
        <translation>Kata のパッケージは再起動で有効になります。ワーカーにのみあるデータは失われる可能性があります。</translation>
    </message>
    <message>
        <source>Uncordon worker %1</source>
        <translation>ワーカー %1 を uncordon</translation>
    </message>
    <message>
        <source>Forget the reboot of worker %1</source>
        <translation>ワーカー %1 の再起動記録を消去</translation>
    </message>
    <message>
        <source>It is back and takes work again.</source>
        <translation>復帰し、再び作業を受け付けます。</translation>
    </message>
    <message>
        <source>It stays cordoned: somebody else cordoned it.</source>
        <translation>他者が cordon したため、そのまま維持します。</translation>
    </message>
    <message>
        <source>pods to leave worker %1</source>
        <translation>ワーカー %1 からの Pod の退避</translation>
    </message>
    <message>
        <source>Worker %1 has rebooted</source>
        <translation>ワーカー %1 が再起動済み</translation>
    </message>
    <message>
        <source>boot id %1, before %2</source>
        <translation>ブート ID %1 (以前は %2)</translation>
    </message>
    <message>
        <source>worker %1 to be Ready</source>
        <translation>ワーカー %1 の Ready</translation>
    </message>
    <message>
        <source>after the worker is Ready</source>
        <translation>ワーカーが Ready になった後</translation>
    </message>
    <message>
        <source>the installer on worker %1 to notice the reboot</source>
        <translation>ワーカー %1 のインストーラーによる再起動の検知</translation>
    </message>
    <message>
        <source>after the label moved on</source>
        <translation>ラベルが進んだ後</translation>
    </message>
    <message>
        <source>worker %1, which is not Ready</source>
        <translation>Ready でないワーカー %1</translation>
    </message>
    <message>
        <source>after worker %1</source>
        <translation>ワーカー %1 の後</translation>
    </message>
    <message>
        <source>when its label says waiting_for_reboot</source>
        <translation>ラベルが waiting_for_reboot になった時</translation>
    </message>
    <message>
        <source>Allow the reboot from inside (reboot-from-inside), or reboot it by hand: %1</source>
        <translation>内部からの再起動 (reboot-from-inside) を許可するか、手動で再起動してください: %1</translation>
    </message>
    <message>
        <source>Asked for; data kept only on the worker may be lost.</source>
        <translation>要求済みです。ワーカーにのみあるデータは失われる可能性があります。</translation>
    </message>
    <message>
        <source>The pod that was to reboot worker %1 failed</source>
        <translation>ワーカー %1 を再起動する Pod が失敗</translation>
    </message>
    <message>
        <source>The worker is drained and waits for its reboot.</source>
        <translation>ワーカーはドレイン済みで、再起動を待っています。</translation>
    </message>
    <message>
        <source>Read its log, delete the pod %1 to have it tried again, or reboot the worker by hand.</source>
        <translation>そのログを確認し、再試行する場合は Pod %1 を削除するか、ワーカーを手動で再起動してください。</translation>
    </message>
    <message>
        <source>the pod that rebooted worker %1 to go</source>
        <translation>ワーカー %1 を再起動した Pod の消滅</translation>
    </message>
    <message>
        <source>It has done its work; nothing privileged stays behind.</source>
        <translation>役目を終えました。特権を持つものは残りません。</translation>
    </message>
    <message>
        <source>after the pod that rebooted it is gone</source>
        <translation>再起動した Pod の消滅後</translation>
    </message>
    <message>
        <source>after all other workers</source>
        <translation>他のすべてのワーカーの後</translation>
    </message>
    <message>
        <source>Worker %1 ignores the request to reboot</source>
        <translation>ワーカー %1 が再起動の要求に応じません</translation>
    </message>
    <message>
        <source>It is drained and waits for its reboot; asking again would not help.</source>
        <translation>ドレイン済みで再起動を待っています。もう一度要求しても変わりません。</translation>
    </message>
    <message>
        <source>Reboot it as by its power switch: %1</source>
        <translation>電源スイッチと同じように再起動してください: %1</translation>
    </message>
    <message>
        <source>Empty worker %1 before its reboot.</source>
        <translation>再起動の前にワーカー %1 を空にします。</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::Right</name>
    <message>
        <source>%1 %2 in %3</source>
        <translation>%3 での %1 %2</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::SshKeyStep</name>
    <message>
        <source>SSH key (optional)</source>
        <translation>SSH 鍵 (オプション)</translation>
    </message>
    <message>
        <source>No SSH key is wanted in the VMs.</source>
        <translation>VM 用の SSH 鍵は指定されていません。</translation>
    </message>
    <message>
        <source>Whoever holds this key can log in to the VMs</source>
        <translation>この鍵の所有者は VM にログイン可能</translation>
    </message>
    <message>
        <source>Leave sshKey.name empty in production. Hardened images have SSH off.</source>
        <translation>本番環境では sshKey.name を空にしてください。堅牢化イメージでは SSH はオフです。</translation>
    </message>
    <message>
        <source>The SSH key exists in %1</source>
        <translation>%1 に SSH 鍵が存在</translation>
    </message>
    <message>
        <source>SSH key %1 is there.</source>
        <translation>SSH 鍵 %1 があります。</translation>
    </message>
    <message>
        <source>There is no SSH key %1 in %2</source>
        <translation>%2 に SSH 鍵 %1 なし</translation>
    </message>
    <message>
        <source>Nothing to import was given.</source>
        <translation>インポートする鍵が指定されていません。</translation>
    </message>
    <message>
        <source>Name the public key in sshKey.publicKeyFile, or leave sshKey.name empty.</source>
        <translation>公開鍵を sshKey.publicKeyFile に指定するか、sshKey.name を空にしてください。</translation>
    </message>
    <message>
        <source>Import SSH key %1 in %2</source>
        <translation>SSH 鍵 %1 を %2 にインポート</translation>
    </message>
    <message>
        <source>The Intent wants it in the VMs.</source>
        <translation>Intent が VM 用に要求しています。</translation>
    </message>
    <message>
        <source>no key at all</source>
        <translation>キーは 1 つもありません</translation>
    </message>
    <message>
        <source>keys there: %1</source>
        <translation>そこにあるキー: %1</translation>
    </message>
    <message>
        <source>Remove IBMCLOUD_SSH_KEY_ID from %1 in production, and restart the adaptor.</source>
        <translation>本番環境では %1 から IBMCLOUD_SSH_KEY_ID を削除し、アダプターを再起動してください。</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::TrustStep</name>
    <message>
        <source>Trust authority and INITDATA</source>
        <translation>信頼機関と INITDATA</translation>
    </message>
    <message>
        <source>No trustee is wanted; nothing can be attested.</source>
        <translation>Trustee の指定がないため、何もアテステーションできません。</translation>
    </message>
    <message>
        <source>No trustee is named</source>
        <translation>Trustee が未指定</translation>
    </message>
    <message>
        <source>Without one a VM proves nothing to anybody.</source>
        <translation>指定しないと、VM は誰に対しても何も証明できません。</translation>
    </message>
    <message>
        <source>The VMs do not know a trustee yet</source>
        <translation>VM はまだ Trustee を知らない</translation>
    </message>
    <message>
        <source>INITDATA is written into %1.</source>
        <translation>INITDATA を %1 に書き込みます。</translation>
    </message>
    <message>
        <source>INITDATA cannot be read</source>
        <translation>INITDATA を読み取れない</translation>
    </message>
    <message>
        <source>The adaptor does not start with it.</source>
        <translation>アダプターはこれでは起動しません。</translation>
    </message>
    <message>
        <source>It is replaced.</source>
        <translation>置き換えられます。</translation>
    </message>
    <message>
        <source>INITDATA can be read</source>
        <translation>INITDATA を読み取れること</translation>
    </message>
    <message>
        <source>The guest would stumble over it silently.</source>
        <translation>ゲストは何も知らせずに失敗します。</translation>
    </message>
    <message>
        <source>INITDATA names the trustee</source>
        <translation>INITDATA が Trustee を指定していること</translation>
    </message>
    <message>
        <source>The VMs would attest to another one.</source>
        <translation>VM は別の Trustee にアテステーションすることになります。</translation>
    </message>
    <message>
        <source>INITDATA is not what the Intent wants</source>
        <translation>INITDATA が Intent と異なる</translation>
    </message>
    <message>
        <source>another certificate</source>
        <translation>別の証明書</translation>
    </message>
    <message>
        <source>New VMs would be given the old document.</source>
        <translation>新しい VM には古い文書が渡されます。</translation>
    </message>
    <message>
        <source>Write INITDATA for %1</source>
        <translation>%1 用の INITDATA を書き込み</translation>
    </message>
    <message>
        <source>It tells every new VM which trustee to attest to.</source>
        <translation>新しい VM すべてに、アテステーション先の Trustee を伝えます。</translation>
    </message>
    <message>
        <source>It tells every new VM which trustee to attest to, and to trust the certificate %1.</source>
        <translation>新しい VM すべてに、アテステーション先の Trustee と、証明書 %1 を信頼することを伝えます。</translation>
    </message>
    <message>
        <source>after peer-pods-cm exists</source>
        <translation>peer-pods-cm の作成後</translation>
    </message>
    <message>
        <source>VMs attest to %1.</source>
        <translation>VM は %1 にアテステーションします。</translation>
    </message>
    <message>
        <source>%1 is not set</source>
        <translation>%1 は設定されていません</translation>
    </message>
    <message>
        <source>Name its address (trust.url in the Intent), or go on without one (trust.skip).</source>
        <translation>そのアドレスを指定する(Intent の trust.url)か、なしで続行してください(trust.skip)。</translation>
    </message>
</context>
<context>
    <name>cocoon::setup::WorkloadStep</name>
    <message>
        <source>Workload</source>
        <translation>ワークロード</translation>
    </message>
    <message>
        <source>No cluster yet.</source>
        <translation>クラスターがまだありません。</translation>
    </message>
    <message>
        <source>No test workload is wanted.</source>
        <translation>テスト用ワークロードは指定されていません。</translation>
    </message>
    <message>
        <source>Guests of operator %1 forbid exec by default</source>
        <translation>オペレーター %1 のゲストはデフォルトで exec を禁止</translation>
    </message>
    <message>
        <source>A VM %1 costs about %2 USD an hour</source>
        <translation>VM %1 は 1 時間あたり約 %2 USD</translation>
    </message>
    <message>
        <source>list price of %1</source>
        <translation>%1 の定価</translation>
    </message>
    <message>
        <source>It runs as long as its pod.</source>
        <translation>Pod と同じ期間だけ稼働します。</translation>
    </message>
    <message>
        <source>A first confidential pod shows that everything works together.</source>
        <translation>最初のコンフィデンシャル Pod により、すべてが連携して動くことを確認できます。</translation>
    </message>
    <message>
        <source>list price of %1, while the pod runs</source>
        <translation>%1 の定価、Pod の稼働中</translation>
    </message>
    <message>
        <source>after the pod is Ready</source>
        <translation>Pod が Ready になった後</translation>
    </message>
    <message>
        <source>Pod %1/%2 is a confidential pod</source>
        <translation>Pod %1/%2 がコンフィデンシャル Pod であること</translation>
    </message>
    <message>
        <source>A pod of this name exists and is something else.</source>
        <translation>同名の別の Pod が存在します。</translation>
    </message>
    <message>
        <source>Choose another workload.name.</source>
        <translation>別の workload.name を選択してください。</translation>
    </message>
    <message>
        <source>The pod has no INITDATA annotation of another version</source>
        <translation>Pod に別バージョンの INITDATA アノテーションがないこと</translation>
    </message>
    <message>
        <source>It is ignored or refused by this version.</source>
        <translation>このバージョンでは無視されるか、拒否されます。</translation>
    </message>
    <message>
        <source>Use %1.</source>
        <translation>%1 を使用してください。</translation>
    </message>
    <message>
        <source>pod %1 to be gone</source>
        <translation>Pod %1 の消滅</translation>
    </message>
    <message>
        <source>Pod %1/%2 has ended</source>
        <translation>Pod %1/%2 が終了</translation>
    </message>
    <message>
        <source>A pod that has ended proves nothing.</source>
        <translation>終了した Pod は何も証明しません。</translation>
    </message>
    <message>
        <source>Delete it and apply again.</source>
        <translation>削除し、再度適用してください。</translation>
    </message>
    <message>
        <source>pod %1/%2 to be Ready</source>
        <translation>Pod %1/%2 の Ready</translation>
    </message>
    <message>
        <source>Pod %1/%2 is Ready</source>
        <translation>Pod %1/%2 が Ready</translation>
    </message>
    <message>
        <source>Pod %1/%2 runs in a confidential VM.</source>
        <translation>Pod %1/%2 はコンフィデンシャル VM で稼働しています。</translation>
    </message>
    <message>
        <source>Where it does, attestation is proven another way: a workload that fetches the resource itself, or INITDATA with a policy of your own.</source>
        <translation>拒否される場合は別の方法で構成証明を確かめます。リソースを自分で取得するワークロードか、独自のポリシーを持つ INITDATA を使います。</translation>
    </message>
    <message>
        <source>%1 is not set</source>
        <translation>%1 は設定されていません</translation>
    </message>
    <message>
        <source>A pod may bring INITDATA of its own</source>
        <translation>Pod に独自の INITDATA を指定可能</translation>
    </message>
    <message>
        <source>Not needed here: the cluster's value serves. Operator %1 reads this annotation, and not %2.</source>
        <translation>ここでは不要です: クラスターの値が使用されます。オペレーター %1 が読み取るのはこのアノテーションで、%2 ではありません。</translation>
    </message>
    <message>
        <source>price not known, while the pod runs</source>
        <translation>価格は不明、Pod の実行中</translation>
    </message>
</context>
<context>
    <name>cocoon::ui</name>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Connect: which cluster, which account</source>
        <translation>接続: どのクラスター、どのアカウントか</translation>
    </message>
    <message>
        <source>Everything that follows is read from this cluster and this account, never from memory. Cocoon checks that both answer, that they belong together, and what your credential may do.</source>
        <translation>以降の情報はすべて、記憶ではなく、このクラスターとアカウントから直接読み取ります。Cocoon は、両者が応答するか、互いに対応するか、資格情報で何ができるかを確認します。</translation>
    </message>
    <message>
        <source>Prerequisites</source>
        <translation>前提条件</translation>
    </message>
    <message>
        <source>Prerequisites: can this cluster carry confidential pods?</source>
        <translation>前提条件: コンフィデンシャル Pod を実行できるクラスターか</translation>
    </message>
    <message>
        <source>Confidential VMs need Intel TDX, which only some regions and profiles have, and workers that the installer understands. All checks run before the first change, so that nothing is found out half-way.</source>
        <translation>コンフィデンシャル VM には、一部のリージョンとプロファイルにしかない Intel TDX と、インストーラーが対応するワーカーが必要です。途中で問題が判明しないよう、すべての確認を最初の変更の前に行います。</translation>
    </message>
    <message>
        <source>1 · Operator</source>
        <translation>1 · オペレーター</translation>
    </message>
    <message>
        <source>Operator: install OpenShift sandboxed containers</source>
        <translation>オペレーター: OpenShift サンドボックスコンテナーのインストール</translation>
    </message>
    <message>
        <source>The operator puts Kata on the workers and keeps it there. Cocoon installs the version IBM's image was validated with and asks OLM for manual approval, so that no update arrives on its own.</source>
        <translation>オペレーターは Kata をワーカーに導入し、維持します。Cocoon は IBM のイメージが検証されたバージョンをインストールし、OLM に手動承認を設定するため、更新が勝手に行われることはありません。</translation>
    </message>
    <message>
        <source>Step 1: Installing the operator</source>
        <translation>ステップ 1: オペレーターのインストール</translation>
    </message>
    <message>
        <source>2 · Command-line access</source>
        <translation>2 · コマンドライン</translation>
    </message>
    <message>
        <source>Command-line access: nothing to set up here</source>
        <translation>コマンドライン: ここでの設定は不要</translation>
    </message>
    <message>
        <source>The guide's second step installs five command-line tools and logs in with each. Cocoon talks to the same interfaces itself. If you want to look around with your own oc or kubectl, take the kubeconfig with you.</source>
        <translation>ガイドの第 2 ステップでは、5 つのコマンドライン・ツールをインストールし、それぞれでログインします。Cocoon は同じインターフェースと直接通信します。お使いの oc や kubectl で確認したい場合は、kubeconfig を保存してください。</translation>
    </message>
    <message>
        <source>Step 2: Setting up the CLI</source>
        <translation>ステップ 2: CLI のセットアップ</translation>
    </message>
    <message>
        <source>3 · Peer pod image</source>
        <translation>3 · ピア Pod イメージ</translation>
    </message>
    <message>
        <source>Peer pod image: what a confidential VM starts from</source>
        <translation>ピア Pod イメージ: コンフィデンシャル VM の起動元</translation>
    </message>
    <message>
        <source>Each confidential pod runs in a VM of its own, made from an image in your region. IBM publishes one in object storage; it is imported once and then serves every pod.</source>
        <translation>各コンフィデンシャル Pod は、リージョン内のイメージから作成された専用の VM で動作します。IBM はオブジェクト・ストレージでイメージを公開しています。一度インポートすれば、すべての Pod で使用されます。</translation>
    </message>
    <message>
        <source>Step 3: Importing the peer pod image</source>
        <translation>ステップ 3: ピア Pod イメージのインポート</translation>
    </message>
    <message>
        <source>4 · Credential</source>
        <translation>4 · 資格情報</translation>
    </message>
    <message>
        <source>Credential: who may create the VMs</source>
        <translation>資格情報: VM を作成できるのは誰か</translation>
    </message>
    <message>
        <source>The adaptor in your cluster creates and deletes VMs in your account and needs a right to do so. An API key is simple and works with every version; a trusted profile has no key that could leak.</source>
        <translation>クラスター内のアダプターは、アカウントで VM を作成・削除するため、その権限が必要です。API キーは簡単で、どのバージョンでも使えます。トラステッド・プロファイルには漏えいし得るキーがありません。</translation>
    </message>
    <message>
        <source>Step 4: Creating an API key or trusted profile</source>
        <translation>ステップ 4: API キーまたはトラステッド・プロファイルの作成</translation>
    </message>
    <message>
        <source>5 · SSH key</source>
        <translation>5 · SSH 鍵</translation>
    </message>
    <message>
        <source>A confidential VM is closed on purpose, and the image lets nobody in. A key only helps with debug images; leave it out unless you know that you need it.</source>
        <translation>コンフィデンシャル VM は意図的に閉じられており、イメージは誰のログインも許可しません。鍵が役立つのはデバッグ用イメージだけです。必要とわかっている場合以外は指定しないでください。</translation>
    </message>
    <message>
        <source>Step 5: Creating an SSH key</source>
        <translation>ステップ 5: SSH 鍵の作成</translation>
    </message>
    <message>
        <source>6 · Configuration, nodes</source>
        <translation>6 · 構成、ノード</translation>
    </message>
    <message>
        <source>Nodes: install Kata and reboot, one worker at a time</source>
        <translation>ノード: Kata のインストールと再起動を 1 台ずつ</translation>
    </message>
    <message>
        <source>Cocoon writes the settings the adaptor needs, then the operator puts Kata on each worker, which then waits for a reboot. One worker at a time is cordoned, drained and rebooted; the boot id proves it, then the next one follows.</source>
        <translation>Cocoon がアダプターに必要な設定を書き込み、次にオペレーターが各ワーカーに Kata を導入します。その後、ワーカーは再起動を待ちます。1 台ずつ cordon、ドレイン、再起動し、ブート ID で確認してから、次に進みます。</translation>
    </message>
    <message>
        <source>Step 6: Configuring confidential containers</source>
        <translation>ステップ 6: コンフィデンシャル・コンテナーの構成</translation>
    </message>
    <message>
        <source>7 · Trust authority</source>
        <translation>7 · 信頼機関</translation>
    </message>
    <message>
        <source>Trust authority: who decides whether a VM is genuine</source>
        <translation>信頼機関: VM が本物かを誰が判断するか</translation>
    </message>
    <message>
        <source>A VM shows evidence of what it runs, and the trustee hands out secrets only to VMs that convince it. Its address travels into every VM as INITDATA, whose digest is part of the evidence.</source>
        <translation>VM は実行内容の証拠を示し、Trustee は納得した VM だけにシークレットを渡します。そのアドレスは INITDATA として各 VM に届き、そのダイジェストが証拠の一部になります。</translation>
    </message>
    <message>
        <source>Step 7: Configuring a trust authority</source>
        <translation>ステップ 7: 信頼機関の構成</translation>
    </message>
    <message>
        <source>8 · Workload</source>
        <translation>8 · ワークロード</translation>
    </message>
    <message>
        <source>Workload: a first confidential pod</source>
        <translation>ワークロード: 最初のコンフィデンシャル Pod</translation>
    </message>
    <message>
        <source>A small pod proves the whole way: a VM with TDX starts, the pod becomes Ready in it, and the guest gets a secret that only an attested VM gets. From this page on the account pays for a VM by the hour.</source>
        <translation>小さな Pod で全体を確認します。TDX の VM が起動し、その中で Pod が Ready になり、アテステーション済みの VM だけが得られるシークレットをゲストが受け取ります。このページ以降、アカウントに VM の時間料金がかかります。</translation>
    </message>
    <message>
        <source>Step 8: Running a confidential container workload</source>
        <translation>ステップ 8: コンフィデンシャル・ワークロードの実行</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>コピー済み</translation>
    </message>
    <message>
        <source>%1 (protected)</source>
        <translation>%1 (保護対象)</translation>
    </message>
    <message>
        <source>Connections …</source>
        <translation>接続 …</translation>
    </message>
    <message>
        <source>Close this connection</source>
        <translation>この接続を閉じる</translation>
    </message>
    <message>
        <source>End the sandbox</source>
        <translation>サンドボックスを終了</translation>
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
        <translation>カタログ</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Subscription</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>オペレーター</translation>
    </message>
    <message>
        <source>Kata</source>
        <translation>Kata</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>ワーカー</translation>
    </message>
    <message>
        <source>Cordon</source>
        <translation>cordon</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>ドレイン</translation>
    </message>
    <message>
        <source>one at a time</source>
        <translation>1 台ずつ</translation>
    </message>
    <message>
        <source>Reboot</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>new boot id</source>
        <translation>新しいブート ID</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>インストール済み</translation>
    </message>
    <message>
        <source>Object storage</source>
        <translation>オブジェクト・ストレージ</translation>
    </message>
    <message>
        <source>import once</source>
        <translation>1 回インポート</translation>
    </message>
    <message>
        <source>Image in your region</source>
        <translation>リージョン内のイメージ</translation>
    </message>
    <message>
        <source>starts</source>
        <translation>起動</translation>
    </message>
    <message>
        <source>A VM per pod</source>
        <translation>Pod ごとの VM</translation>
    </message>
    <message>
        <source>Adaptor</source>
        <translation>アダプター</translation>
    </message>
    <message>
        <source>API key or trusted profile</source>
        <translation>API キーまたはトラステッド・プロファイル</translation>
    </message>
    <message>
        <source>IAM</source>
        <translation>IAM</translation>
    </message>
    <message>
        <source>may create VMs</source>
        <translation>VM の作成を許可</translation>
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
        <translation>証拠</translation>
    </message>
    <message>
        <source>Trustee</source>
        <translation>Trustee</translation>
    </message>
    <message>
        <source>secrets</source>
        <translation>シークレット</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>peer pod</source>
        <translation>ピア Pod</translation>
    </message>
    <message>
        <source>TDX VM</source>
        <translation>TDX VM</translation>
    </message>
    <message>
        <source>attests</source>
        <translation>アテステーション</translation>
    </message>
    <message>
        <source>Secret in the guest</source>
        <translation>ゲスト内のシークレット</translation>
    </message>
    <message>
        <source>A run is under way</source>
        <translation>実行中です</translation>
    </message>
    <message>
        <source>A run is under way. What was sent goes on in the cluster and the cloud; nothing new is sent when Cocoon leaves.</source>
        <translation>実行中です。送信済みの処理は、クラスターとクラウドで続きます。Cocoon を離れると、新しいものは送信されません。</translation>
    </message>
    <message>
        <source>Open it again at any time: Cocoon goes on from what is really there.</source>
        <translation>いつでも開き直せます。Cocoon は実際の状態から続行します。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>閉じない</translation>
    </message>
    <message>
        <source>SSH key (optional): only for looking into a VM while debugging</source>
        <translation>SSH 鍵 (オプション): デバッグ時に VM の中を調べるためだけのもの</translation>
    </message>
    <message>
        <source>Keep running in the background</source>
        <translation>バックグラウンドで実行を継続</translation>
    </message>
    <message>
        <source>Close the connection</source>
        <translation>接続を閉じる</translation>
    </message>
    <message>
        <source>Close Cocoon</source>
        <translation>Cocoon を閉じる</translation>
    </message>
    <message>
        <source>pods have moved</source>
        <translation>Pod の移動後</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ActivityPlace</name>
    <message>
        <source>Activity</source>
        <translation>アクティビティー</translation>
    </message>
    <message>
        <source>Filter the journal</source>
        <translation>ジャーナルのフィルター</translation>
    </message>
    <message>
        <source>Export JSON lines …</source>
        <translation>JSON Lines をエクスポート …</translation>
    </message>
    <message>
        <source>Export script …</source>
        <translation>スクリプトをエクスポート …</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>ジャーナル</translation>
    </message>
    <message>
        <source>How the change is shown</source>
        <translation>変更の表示方法</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差分</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Nothing has been changed yet. Every change Cocoon makes is noted here before it is sent.</source>
        <translation>まだ何も変更されていません。Cocoon が行う変更は、送信前にすべてここに記録されます。</translation>
    </message>
    <message>
        <source>Nothing matches the filter. Esc clears it.</source>
        <translation>フィルターに一致するものがありません。Esc で解除します。</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>まだ応答がありません。</translation>
    </message>
    <message>
        <source>Export the journal</source>
        <translation>ジャーナルのエクスポート</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy what is shown of the change</source>
        <translation>変更の表示内容をコピー</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>フィルター</translation>
    </message>
    <message>
        <source>Words that must all be there; !word must not; /expression/ is a regular expression</source>
        <translation>すべての語に一致する必要があります。!word は除外、/expression/ は正規表現です</translation>
    </message>
    <message>
        <source>The expression cannot be read: %1. Esc clears the filter.</source>
        <translation>正規表現を読み取れません: %1。Esc でフィルターを解除します。</translation>
    </message>
    <message>
        <source>The answer had no content.</source>
        <translation>応答に内容がありませんでした。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::AlertBar</name>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>1 of %1</source>
        <translation>1/%1</translation>
    </message>
    <message>
        <source>Alert: %1</source>
        <translation>アラート: %1</translation>
    </message>
    <message>
        <source>Seen at %1: %2</source>
        <translation>%1 に確認: %2</translation>
    </message>
    <message>
        <source>The cluster does not answer. This is offered again as soon as it does.</source>
        <translation>クラスターが応答していません。応答があり次第、再び利用できます。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ApprovalPane</name>
    <message>
        <source>Something new waits for your approval</source>
        <translation>新しい項目が承認を待っています</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>ここで停止</translation>
    </message>
    <message>
        <source>Agree and go on</source>
        <translation>同意して続行</translation>
    </message>
    <message>
        <source>When you said go it was not known in detail. Nothing of it is sent until you agree.</source>
        <translation>開始した時点では詳細が分かっていませんでした。同意されるまで何も送信されません。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::AttentionCard</name>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>情報</translation>
    </message>
    <message>
        <source>What needs you</source>
        <translation>要対応</translation>
    </message>
    <message>
        <source>Nothing. Everything that was looked at is as it should be.</source>
        <translation>なし。確認したものはすべて正常です。</translation>
    </message>
    <message>
        <source>Still looking …</source>
        <translation>まだ確認中 …</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>表示を減らす</translation>
    </message>
    <message>
        <source>Show all %1</source>
        <translation>%1 件すべて表示</translation>
    </message>
    <message>
        <source>What may not be read is listed below; nothing else needs you.</source>
        <translation>読み取り権限のないものは下に表示されます。ほかに要対応の項目はありません。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ChainDrawing</name>
    <message>
        <source>Drawing: %1</source>
        <translation>図: %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ChangesCard</name>
    <message>
        <source>What will change</source>
        <translation>変更内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy all commands</source>
        <translation>全コマンドをコピー</translation>
    </message>
    <message>
        <source>Copy all YAML</source>
        <translation>全 YAML をコピー</translation>
    </message>
    <message>
        <source>How the change is shown</source>
        <translation>変更の表示方法</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差分</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>The change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source> It breaks running confidential pods and is asked for separately.</source>
        <translation> 稼働中のコンフィデンシャル Pod が停止するため、個別に確認されます。</translation>
    </message>
    <message>
        <source> It is asked for separately.</source>
        <translation> 個別に確認されます。</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>確認中 …</translation>
    </message>
    <message>
        <source>Besides these, as they come: %1</source>
        <translation>このほか、発生に応じて: %1</translation>
    </message>
    <message>
        <source>Nothing to change.</source>
        <translation>変更はありません。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ChartCard</name>
    <message>
        <source>Export %1</source>
        <translation>%1 をエクスポート</translation>
    </message>
    <message>
        <source>Export as CSV or PNG</source>
        <translation>CSV または PNG でエクスポート</translation>
    </message>
    <message>
        <source>Table as CSV …</source>
        <translation>テーブルを CSV で保存 …</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>コンマ区切り値 (*.csv)</translation>
    </message>
    <message>
        <source>Chart as PNG …</source>
        <translation>グラフを PNG で保存 …</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>画像 (*.png)</translation>
    </message>
    <message>
        <source>%1, as a table</source>
        <translation>%1 (テーブル)</translation>
    </message>
    <message>
        <source>There is nothing in it yet.</source>
        <translation>まだ何もありません。</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>テーブル</translation>
    </message>
    <message>
        <source>Show the chart</source>
        <translation>グラフを表示</translation>
    </message>
    <message>
        <source>Show the table behind the chart</source>
        <translation>グラフの元のテーブルを表示</translation>
    </message>
    <message>
        <source>Being read …</source>
        <translation>読み取り中 …</translation>
    </message>
    <message>
        <source>IBM Cloud is not asked: no login.</source>
        <translation>IBM Cloud には問い合わせません: ログインなし。</translation>
    </message>
    <message>
        <source>You may not read it. The missing right is listed below.</source>
        <translation>読み取る権限がありません。不足している権限は下に示します。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::CheatSheet</name>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>palette only</source>
        <translation>パレットのみ</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>テーブル</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>行をコピー</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>フィルターを解除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::CheckPanel</name>
    <message>
        <source>Copy for a ticket</source>
        <translation>チケット用にコピー</translation>
    </message>
    <message>
        <source>Testing …</source>
        <translation>テスト中 …</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>未実施</translation>
    </message>
    <message>
        <source>works</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Do next: %1</source>
        <translation>対処: %1</translation>
    </message>
    <message>
        <source>Cocoon %1, test of %2: %3
</source>
        <translation>Cocoon %1、%2 のテスト: %3
</translation>
    </message>
    <message>
        <source>Start the sandbox</source>
        <translation>サンドボックスを起動</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ChoiceForm</name>
    <message>
        <source>Your choice</source>
        <translation>選択項目</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>選択 …</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::Choices</name>
    <message>
        <source>%1, validated with IBM's image</source>
        <translation>%1、IBM のイメージで検証済み</translation>
    </message>
    <message>
        <source>%1, not validated with IBM's image</source>
        <translation>%1、IBM のイメージでは未検証</translation>
    </message>
    <message>
        <source>Import the latest from IBM</source>
        <translation>IBM の最新をインポート</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1、%2、%3</translation>
    </message>
    <message>
        <source>%1 USD/h</source>
        <translation>%1 USD/時</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>料金不明</translation>
    </message>
    <message>
        <source>%1: %2 vCPU, %3 GiB, TDX, %4</source>
        <translation>%1: %2 vCPU、%3 GiB、TDX、%4</translation>
    </message>
    <message>
        <source>None: the VM stays closed</source>
        <translation>なし: VM は閉じたまま</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Only the cluster's resource group (least privilege)</source>
        <translation>クラスターのリソース・グループのみ (最小権限)</translation>
    </message>
    <message>
        <source>The whole account, as in the guide</source>
        <translation>アカウント全体 (ガイドどおり)</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>OLM installs exactly this one; later versions wait for your word.</source>
        <translation>OLM はこのバージョンだけをインストールします。以降のバージョンは承認を待ちます。</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>イメージ</translation>
    </message>
    <message>
        <source>Imported once per region; storing it costs a little per GB and month.</source>
        <translation>リージョンごとに一度インポートします。保存には GB・月ごとに少額の費用がかかります。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>May act in</source>
        <translation>有効範囲</translation>
    </message>
    <message>
        <source>Only this cluster may use the profile</source>
        <translation>このクラスターだけがプロファイルを使用可能</translation>
    </message>
    <message>
        <source>Adds a condition on the cluster to the profile's rule.</source>
        <translation>プロファイルのルールにクラスターの条件を追加します。</translation>
    </message>
    <message>
        <source>SSH key</source>
        <translation>SSH 鍵</translation>
    </message>
    <message>
        <source>Public key to import</source>
        <translation>インポートする公開鍵</translation>
    </message>
    <message>
        <source>Only needed when no key of that name is there yet.</source>
        <translation>その名前の鍵がまだない場合にのみ必要です。</translation>
    </message>
    <message>
        <source>VM profile</source>
        <translation>VM プロファイル</translation>
    </message>
    <message>
        <source>What a confidential pod's VM is made of when the pod does not ask for another.</source>
        <translation>Pod が別のものを要求しない場合の、コンフィデンシャル Pod の VM の構成。</translation>
    </message>
    <message>
        <source>VMs per worker</source>
        <translation>ワーカーあたりの VM 数</translation>
    </message>
    <message>
        <source>The most confidential pods that one worker looks after.</source>
        <translation>1 台のワーカーが管理するコンフィデンシャル Pod の最大数。</translation>
    </message>
    <message>
        <source>Trustee</source>
        <translation>Trustee</translation>
    </message>
    <message>
        <source>URL of your trustee (KBS), reachable from the VMs.</source>
        <translation>VM から到達できる Trustee (KBS) の URL。</translation>
    </message>
    <message>
        <source>Its certificate</source>
        <translation>その証明書</translation>
    </message>
    <message>
        <source>PEM; only when it is not signed by a public authority.</source>
        <translation>PEM。公的認証局の署名がない場合のみ。</translation>
    </message>
    <message>
        <source>Go on without a trust authority</source>
        <translation>信頼機関なしで続行</translation>
    </message>
    <message>
        <source>Pods run in TDX VMs, but nothing proves it to you.</source>
        <translation>Pod は TDX VM で動作しますが、それを証明するものはありません。</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>namespace</translation>
    </message>
    <message>
        <source>Container image</source>
        <translation>コンテナー・イメージ</translation>
    </message>
    <message>
        <source>Pulled inside the VM; the worker never sees it.</source>
        <translation>VM 内でプルされ、ワーカーからは見えません。</translation>
    </message>
    <message>
        <source>No first workload</source>
        <translation>最初のワークロードなし</translation>
    </message>
    <message>
        <source>The set-up ends without a pod.</source>
        <translation>セットアップは Pod なしで終わります。</translation>
    </message>
    <message>
        <source>Import one of your own as %1</source>
        <translation>自分の鍵を %1 としてインポート</translation>
    </message>
    <message>
        <source>rights not known yet</source>
        <translation>権限はまだ不明</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 (対象: %2)</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>no rights yet</source>
        <translation>権限はまだなし</translation>
    </message>
    <message>
        <source>cocoon-%1, with just the rights that are needed</source>
        <translation>cocoon-%1 (必要な権限のみ)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>What a profile lacks is added to it; nothing is taken from it.</source>
        <translation>プロファイルに不足している権限は追加されます。プロファイルから削除されるものはありません。</translation>
    </message>
    <message>
        <source>VPC, Kubernetes Service, tags</source>
        <translation>VPC、Kubernetes Service、タグ</translation>
    </message>
    <message>
        <source>VPC only</source>
        <translation>VPC のみ</translation>
    </message>
    <message>
        <source>API key: may do what you may do</source>
        <translation>API キー: あなたと同じ権限</translation>
    </message>
    <message>
        <source>Trusted profile: no key to leak (rights on %1)</source>
        <translation>トラステッド・プロファイル: 漏れる鍵なし(権限: %1)</translation>
    </message>
    <message>
        <source>Works with every version of the operator. The key's value is seen once and goes into the cluster's secret and your keyring only.</source>
        <translation>オペレーターのすべてのバージョンで使えます。鍵の値は一度だけ表示され、クラスターの Secret とキーリングにのみ保存されます。</translation>
    </message>
    <message>
        <source>Of a trusted profile; an API key can do what you can do.</source>
        <translation>トラステッド・プロファイルの場合です。API キーはあなたと同じ権限を持ちます。</translation>
    </message>
    <message>
        <source>No key is made: the cluster's secret holds the profile's id only. Which rights it needs depends on the operator's version.</source>
        <translation>鍵は作成されません。クラスターの Secret にはプロファイルの ID だけが入ります。必要な権限はオペレーターのバージョンによります。</translation>
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
        <translation>API キーをキーリングに保存</translation>
    </message>
    <message>
        <source>Keep this connection on the list</source>
        <translation>この接続を一覧に保存</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API キー</translation>
    </message>
    <message>
        <source>One-time passcode</source>
        <translation>ワンタイム・パスコード</translation>
    </message>
    <message>
        <source>Kind of login</source>
        <translation>ログインの種類</translation>
    </message>
    <message>
        <source>API key or passcode</source>
        <translation>API キーまたはパスコード</translation>
    </message>
    <message>
        <source>Paste it here</source>
        <translation>ここに貼り付け</translation>
    </message>
    <message>
        <source>A passcode comes from iam.cloud.ibm.com/identity/passcode, works once and lasts a few minutes.</source>
        <translation>パスコードは iam.cloud.ibm.com/identity/passcode で取得します。使用できるのは 1 回だけで、数分間有効です。</translation>
    </message>
    <message>
        <source>Log in and connect</source>
        <translation>ログインして接続</translation>
    </message>
    <message>
        <source>Log in and list clusters</source>
        <translation>ログインしてクラスター一覧を取得</translation>
    </message>
    <message>
        <source>Nothing was typed: paste an API key, or a one-time passcode from your IBM Cloud account.</source>
        <translation>何も入力されていません。API キーか、IBM Cloud アカウントのワンタイム・パスコードを貼り付けてください。</translation>
    </message>
    <message>
        <source>Logging in to IBM Cloud …</source>
        <translation>IBM Cloud にログイン中 …</translation>
    </message>
    <message numerus="yes">
        <source>Your login reaches %n account(s). Which one?</source>
        <translation>
            <numerusform>このログインで利用できるアカウントは %n 個です。どれを使用しますか?</numerusform>
        </translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use account %1</source>
        <translation>アカウント %1 を使用</translation>
    </message>
    <message>
        <source>This account has no OpenShift cluster in a VPC. Create one first (IBM Cloud console, Containers, Clusters).</source>
        <translation>このアカウントには VPC 内の OpenShift クラスターがありません。先に作成してください (IBM Cloud コンソールの「コンテナー」&gt;「クラスター」)。</translation>
    </message>
    <message numerus="yes">
        <source>%1 · OpenShift %2 · %3 · %n worker(s)</source>
        <translation>
            <numerusform>%1 · OpenShift %2 · %3 · ワーカー %n 台</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · not suitable: %2</source>
        <translation>%1 · 対象外: %2</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Connect to cluster %1</source>
        <translation>クラスター %1 に接続</translation>
    </message>
    <message>
        <source>Which of them does %1 lead to? The choice is remembered, and compared with the workers.</source>
        <translation>%1 の接続先はどのクラスターですか? 選択は記憶され、ワーカーと照合されます。</translation>
    </message>
    <message>
        <source>Log in with another credential</source>
        <translation>別の資格情報でログイン</translation>
    </message>
    <message>
        <source>Choose the cluster</source>
        <translation>クラスターを選択</translation>
    </message>
    <message>
        <source>The cluster of %1 is not among those of this account (%2).</source>
        <translation>%1 のクラスターは、このアカウント (%2) のクラスターの中にありません。</translation>
    </message>
    <message>
        <source>Log in with the account that owns the cluster %1; if it was removed, choose one of those below.</source>
        <translation>クラスター %1 を所有するアカウントでログインしてください。削除されている場合は、下のいずれかを選択してください。</translation>
    </message>
    <message>
        <source>The connection was made with this account, so the cluster %1 was probably removed: choose one of those below.</source>
        <translation>接続はこのアカウントで作成されたため、クラスター %1 は削除された可能性があります: 下のいずれかを選択してください。</translation>
    </message>
    <message>
        <source>Log in with account %1, which owns the cluster %2.</source>
        <translation>クラスター %2 を所有するアカウント %1 でログインしてください。</translation>
    </message>
    <message>
        <source>Connect anyway …</source>
        <translation>それでも接続 …</translation>
    </message>
    <message>
        <source>What you type goes to IBM Cloud's IAM only. Secrets are kept in %1.</source>
        <translation>入力内容は IBM Cloud の IAM にのみ送信されます。秘密の保存先: %1。</translation>
    </message>
    <message>
        <source>Log in to the account that the cluster of "%1" belongs to; the way to the cluster itself stays your kubeconfig's. %2</source>
        <translation>「%1」のクラスターが属するアカウントにログインしてください。クラスター自体への接続は kubeconfig のままです。%2</translation>
    </message>
    <message>
        <source>Log in to "%1" with another credential. %2</source>
        <translation>「%1」に別の資格情報でログインします。%2</translation>
    </message>
    <message>
        <source>"%1" needs a login: its key is not in the keyring. What you type goes to IBM Cloud's IAM only.</source>
        <translation>「%1」にはログインが必要です。鍵がキーリングにありません。入力内容は IBM Cloud の IAM にのみ送信されます。</translation>
    </message>
    <message>
        <source>find the cluster of "%1" in the account</source>
        <translation>アカウント内で「%1」のクラスターを探す</translation>
    </message>
    <message>
        <source>Log in to account %1: with an API key of that account, or with a passcode. Its clusters are listed then; the open connection stays until one of them is opened.</source>
        <translation>アカウント %1 にログインします。このアカウントの API キーまたはパスコードを使ってください。その後クラスターが一覧表示されます。いずれかを開くまで、現在の接続はそのままです。</translation>
    </message>
    <message>
        <source>log in to account %1</source>
        <translation>アカウント %1 へのログイン</translation>
    </message>
    <message>
        <source>This login belongs to another account (%1), whose clusters are listed.</source>
        <translation>このログインは別のアカウント (%1) のもので、そのクラスターが一覧表示されています。</translation>
    </message>
    <message>
        <source>Use an API key of account %1, or a passcode.</source>
        <translation>アカウント %1 の API キー、またはパスコードを使ってください。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ColumnsMenu</name>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>アノテーション</translation>
    </message>
    <message>
        <source>Standard columns</source>
        <translation>標準の列</translation>
    </message>
    <message>
        <source>Other key …</source>
        <translation>その他のキー …</translation>
    </message>
    <message>
        <source>Key of a label or annotation to show as a column</source>
        <translation>列として表示するラベルまたはアノテーションのキー</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ConnectionList</name>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>read from your files; nothing is contacted before you connect</source>
        <translation>お使いのファイルから読み取り。接続するまで、どこにも通信しません</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ConnectionRow</name>
    <message>
        <source>New name of %1</source>
        <translation>%1 の新しい名前</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>読み取り不可</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>保護対象</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Test the connection to %1</source>
        <translation>%1 への接続をテスト</translation>
    </message>
    <message>
        <source>Tries the way step by step: name, proxy, reach, certificate, credential</source>
        <translation>経路を 1 段階ずつ試します: 名前解決、プロキシー、到達性、証明書、資格情報</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Connect to %1</source>
        <translation>%1 に接続</translation>
    </message>
    <message>
        <source>More about %1</source>
        <translation>%1 のその他の操作</translation>
    </message>
    <message>
        <source>Rename, protect, remove</source>
        <translation>名前の変更、保護、削除</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前を変更</translation>
    </message>
    <message>
        <source>Protect no longer</source>
        <translation>保護を解除</translation>
    </message>
    <message>
        <source>Mark as protected</source>
        <translation>保護対象に設定</translation>
    </message>
    <message>
        <source>Take this file off the list</source>
        <translation>このファイルを一覧から外す</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>一覧から削除</translation>
    </message>
    <message>
        <source>Take %1 off the list? The cluster and its files are not touched; a key in the keyring is forgotten.</source>
        <translation>%1 を一覧から外しますか? クラスターとそのファイルには触れません。キーリング内のキーは破棄されます。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::DeskCommands</name>
    <message>
        <source>Steps of the set-up</source>
        <translation>セットアップのステップ</translation>
    </message>
    <message>
        <source>Open step %1</source>
        <translation>ステップ「%1」を開く</translation>
    </message>
    <message>
        <source>Make the changes of this step, or go on</source>
        <translation>このステップの変更を実行、または続行</translation>
    </message>
    <message>
        <source>Agree to what is asked</source>
        <translation>確認されている内容に同意</translation>
    </message>
    <message>
        <source>Copy all commands of this step</source>
        <translation>このステップの全コマンドをコピー</translation>
    </message>
    <message>
        <source>Copy all YAML of this step</source>
        <translation>このステップの全 YAML をコピー</translation>
    </message>
    <message>
        <source>Export the journal as JSON lines</source>
        <translation>ジャーナルを JSON Lines としてエクスポート</translation>
    </message>
    <message>
        <source>Export the journal as a script</source>
        <translation>ジャーナルをスクリプトとしてエクスポート</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Pause the reboots, or go on with them</source>
        <translation>再起動を一時停止、または続行</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::DonePage</name>
    <message>
        <source>What exists now</source>
        <translation>現在あるもの</translation>
    </message>
    <message>
        <source>What it costs</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Take it along</source>
        <translation>再利用</translation>
    </message>
    <message>
        <source>Done: a confidential pod runs, and it has proven itself</source>
        <translation>完了: コンフィデンシャル Pod が稼働し、証明も済みました</translation>
    </message>
    <message>
        <source>Not done yet</source>
        <translation>未完了</translation>
    </message>
    <message>
        <source>Done: the cluster is ready for confidential pods</source>
        <translation>完了: クラスターはコンフィデンシャル Pod を実行可能</translation>
    </message>
    <message>
        <source>Next: give your own pods the runtime class kata-remote. The set-up can be closed; it is read from the cluster whenever you come back.</source>
        <translation>次に: お使いの Pod にランタイムクラス kata-remote を指定してください。セットアップは閉じて構いません。戻るたびにクラスターから読み取られます。</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>まだありません。</translation>
    </message>
    <message>
        <source>No confidential VM runs: only the cluster itself and the stored image cost something.</source>
        <translation>稼働中のコンフィデンシャル VM はありません。費用がかかるのは、クラスター自体と保存イメージだけです。</translation>
    </message>
    <message numerus="yes">
        <source>%n confidential VM(s) run; their price is not known here.</source>
        <translation>
            <numerusform>コンフィデンシャル VM %n 台が稼働しています。料金は不明です。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the pods</source>
        <translation>Pod を表示</translation>
    </message>
    <message>
        <source>Open the overview</source>
        <translation>概要を開く</translation>
    </message>
    <message>
        <source>Your own pods</source>
        <translation>お使いの Pod</translation>
    </message>
    <message>
        <source>The runtime class makes a pod confidential; everything else is as in any pod.</source>
        <translation>ランタイムクラスにより Pod がコンフィデンシャルになります。その他はすべて通常の Pod と同じです。</translation>
    </message>
    <message>
        <source>A confidential pod of your own</source>
        <translation>お使いのコンフィデンシャル Pod</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy the pod</source>
        <translation>Pod をコピー</translation>
    </message>
    <message>
        <source>The Intent is the small file that says what you wanted. cocoonctl makes the same installation from it on another cluster. None of the three holds a secret.</source>
        <translation>Intent は、要望を記した小さなファイルです。cocoonctl は、これを使って別のクラスターに同じインストールを行います。3 つのいずれにもシークレットは含まれません。</translation>
    </message>
    <message>
        <source>The Intent</source>
        <translation>Intent</translation>
    </message>
    <message>
        <source>What was done, as commands</source>
        <translation>実行した内容 (コマンド)</translation>
    </message>
    <message>
        <source>What was made in the cluster, as YAML</source>
        <translation>クラスターに作成したもの (YAML)</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>保存 …</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>コピー: %1</translation>
    </message>
    <message>
        <source>Save: %1</source>
        <translation>保存: %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Still open:</source>
        <translation>未完了:</translation>
    </message>
    <message>
        <source>KBS protocol %1</source>
        <translation>KBS プロトコル %1</translation>
    </message>
    <message>
        <source>the KBS protocol</source>
        <translation>KBS プロトコル</translation>
    </message>
    <message>
        <source>Proof: at %1 the guest of pod %2 got the resource %3 from %4, by %5. The trustee hands it out to attested VMs only.</source>
        <translation>証明: %1 に、Pod %2 のゲストがリソース %3 を %4 から %5 で取得しました。Trustee は、アテステーション済みの VM にのみこれを渡します。</translation>
    </message>
    <message>
        <source>No confidential VM runs and no image is stored: only the cluster itself costs something.</source>
        <translation>稼働中のコンフィデンシャル VM も保存済みのイメージもありません: 費用がかかるのはクラスター自体だけです。</translation>
    </message>
    <message>
        <source>The stored image is billed by its size.</source>
        <translation>保存されたイメージはサイズに応じて課金されます。</translation>
    </message>
    <message>
        <source>%1; then: %2</source>
        <translation>%1、その後: %2</translation>
    </message>
    <message>
        <source>To remove it again</source>
        <translation>元に戻すには</translation>
    </message>
    <message>
        <source>What runs in the VPC and is stored there is not known now, and so is not what it costs.</source>
        <translation>VPC で実行中および保存中のものが今は分からないため、費用も分かりません。</translation>
    </message>
    <message>
        <source>A VM is deleted with its pod, and only with it: delete the confidential pods first, and look at Confidential pods until no VSI is left. The operator, its settings, the API key and the stored image stay; of these only the image costs something.</source>
        <translation>VM は Pod とともにのみ削除されます。まず機密 Pod を削除し、VSI がなくなるまで「機密 Pod」で確認してください。オペレーター、その設定、API キー、保存されたイメージは残ります。費用がかかるのはイメージだけです。</translation>
    </message>
    <message>
        <source>What belongs to no pod costs money until it is removed: see Confidential pods.</source>
        <translation>どの Pod にも属さないものは、削除されるまで費用がかかります。「コンフィデンシャル Pod」を参照してください。</translation>
    </message>
    <message>
        <source>They stop costing when their pods are deleted.</source>
        <translation>Pod を削除すれば費用はかからなくなります。</translation>
    </message>
    <message numerus="yes">
        <source>%n confidential VM(s) run for %1 USD per hour together, list price.</source>
        <translation>
            <numerusform>%n 台のコンフィデンシャル VM が合計 1 時間あたり %1 USD (定価) で稼働しています。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::DroppedMark</name>
    <message numerus="yes">
        <source>%n column(s) hidden</source>
        <translation>
            <numerusform>非表示の列 %n 列</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no room for %1. A wider window shows them.</source>
        <translation>%1 を表示する幅がありません。ウィンドウを広げると表示されます。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ErrorPanel</name>
    <message>
        <source>Show what came back</source>
        <translation>応答を表示</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Do next</source>
        <translation>対処</translation>
    </message>
    <message>
        <source>Copy for a ticket</source>
        <translation>チケット用にコピー</translation>
    </message>
    <message>
        <source>Hide what came back</source>
        <translation>応答を隠す</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation>エラー: %1</translation>
    </message>
    <message>
        <source>Cocoon %1
Tried: %2
Came back: %3
Do next: %4
</source>
        <translation>Cocoon %1
試行: %2
結果: %3
対処: %4
</translation>
    </message>
    <message>
        <source>Something failed</source>
        <translation>失敗しました</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::EventsView</name>
    <message>
        <source>No events. The API server keeps them for about an hour.</source>
        <translation>イベントはありません。API サーバーが保持するのは約 1 時間です。</translation>
    </message>
    <message>
        <source> · %1 times</source>
        <translation> · %1 回</translation>
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
        <translation>%1 前</translation>
    </message>
    <message>
        <source>being read</source>
        <translation>読み取り中</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>権限なし</translation>
    </message>
    <message>
        <source>no login</source>
        <translation>ログインなし</translation>
    </message>
    <message>
        <source>IBM Cloud is not asked</source>
        <translation>IBM Cloud に問い合わせなし</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>the missing right is listed below</source>
        <translation>不足している権限は下に示します</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FindingFix</name>
    <message>
        <source>Choose the VM profile</source>
        <translation>VM プロファイルを選択</translation>
    </message>
    <message>
        <source>Choose the version</source>
        <translation>バージョンを選択</translation>
    </message>
    <message>
        <source>Go to Connect</source>
        <translation>接続へ移動</translation>
    </message>
    <message>
        <source>Choose the image</source>
        <translation>イメージを選択</translation>
    </message>
    <message>
        <source>Leave the SSH key out</source>
        <translation>SSH 鍵を指定しない</translation>
    </message>
    <message>
        <source>Name the trustee</source>
        <translation>Trustee を指定</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>別の名前を選択</translation>
    </message>
    <message>
        <source>Import the latest from IBM</source>
        <translation>IBM の最新をインポート</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FindingsCard</name>
    <message>
        <source>What was found</source>
        <translation>確認結果</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>観測値</translation>
    </message>
    <message>
        <source>Why it matters</source>
        <translation>重要な理由</translation>
    </message>
    <message>
        <source>How to fix it</source>
        <translation>対処方法</translation>
    </message>
    <message>
        <source>Nothing to check here.</source>
        <translation>確認する項目はありません。</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>確認中 …</translation>
    </message>
    <message>
        <source>Hide what is met</source>
        <translation>適合した項目を隠す</translation>
    </message>
    <message>
        <source>Show what is met</source>
        <translation>適合した項目を表示</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FleetDetail</name>
    <message>
        <source>Watch here</source>
        <translation>ここで監視</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>監視を停止</translation>
    </message>
    <message>
        <source>Open in this window</source>
        <translation>このウィンドウで開く</translation>
    </message>
    <message>
        <source>Looks at it beside the open connection: nothing is changed or locked there.</source>
        <translation>開いている接続と並行して閲覧します: そこでは何も変更せず、ロックもしません。</translation>
    </message>
    <message>
        <source>Closes what is open in this window and connects to it (Enter in the table)</source>
        <translation>このウィンドウで開いているものを閉じて、これに接続します (テーブルで Enter)</translation>
    </message>
    <message>
        <source>This window works on it.</source>
        <translation>このウィンドウの操作対象です。</translation>
    </message>
    <message>
        <source>It is only looked at; nothing is changed or locked there.</source>
        <translation>閲覧のみです。そこでは何も変更せず、ロックもしません。</translation>
    </message>
    <message>
        <source>It is not open, and nothing contacts it. Watching looks at it beside the open one, with the connection's own credential, and changes nothing there.</source>
        <translation>開いておらず、通信も行っていません。監視では、開いている接続と並行して、この接続自身の資格情報で閲覧し、そこでは何も変更しません。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Try again to watch %1</source>
        <translation>%1 の監視を再試行</translation>
    </message>
    <message>
        <source>Watch %1 here</source>
        <translation>%1 をここで監視</translation>
    </message>
    <message>
        <source>Stop watching %1</source>
        <translation>%1 の監視を停止</translation>
    </message>
    <message>
        <source>Open %1 in this window</source>
        <translation>%1 をこのウィンドウで開く</translation>
    </message>
    <message>
        <source>Connect to it once in this window and log in; then it can be watched.</source>
        <translation>このウィンドウで一度接続してログインしてください。その後、監視できるようになります。</translation>
    </message>
    <message>
        <source>read the connection %1</source>
        <translation>接続 %1 の読み取り</translation>
    </message>
    <message>
        <source>look at %1</source>
        <translation>%1 の確認</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>%1 of %2 workers</source>
        <translation>ワーカー %1/%2</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>クラスター</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>リージョン</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>インストール済み</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 (%2 による)</translation>
    </message>
    <message>
        <source>KataConfig</source>
        <translation>KataConfig</translation>
    </message>
    <message>
        <source>there</source>
        <translation>あり</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Pod VM image</source>
        <translation>Pod VM イメージ</translation>
    </message>
    <message>
        <source>%1, %2 old</source>
        <translation>%1、%2 前</translation>
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
        <translation>VSI</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>%1 USD/h</source>
        <translation>%1 USD/時</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>検出事項</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::FleetPlace</name>
    <message>
        <source>Fleet</source>
        <translation>フリート</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>フィルター</translation>
    </message>
    <message>
        <source>Filter the fleet</source>
        <translation>フリートをフィルター</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Shown rows as CSV …</source>
        <translation>表示中の行を CSV で保存 …</translation>
    </message>
    <message>
        <source>Shown rows as JSON …</source>
        <translation>表示中の行を JSON で保存 …</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>what differs stands on top</source>
        <translation>差異のある項目が先頭</translation>
    </message>
    <message>
        <source>Compare the open clusters</source>
        <translation>開いているクラスターを比較</translation>
    </message>
    <message>
        <source>Several clusters side by side</source>
        <translation>複数のクラスターを並べて表示</translation>
    </message>
    <message>
        <source>Here every connection is a row: versions, pod VM image, INITDATA, findings and cost, and one sentence that says where clusters differ. There is only one connection yet. Add another one, with a login to IBM Cloud or a kubeconfig; it is contacted when you say so.</source>
        <translation>ここでは接続ごとに 1 行で、バージョン、Pod VM イメージ、INITDATA、検出事項、費用と、クラスター間の違いを示す 1 文を表示します。接続はまだ 1 つだけです。IBM Cloud へのログインまたは kubeconfig で、もう 1 つ追加してください。指示するまで通信は行いません。</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>接続を追加</translation>
    </message>
    <message>
        <source>%1 of %2 open</source>
        <translation>%2 件中 %1 件が開いています</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>差異あり</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>差異なし</translation>
    </message>
    <message>
        <source>Nothing matches the filter. Esc clears it.</source>
        <translation>フィルターに一致するものがありません。Esc で解除します。</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>監視を停止</translation>
    </message>
    <message>
        <source>Watch here</source>
        <translation>ここで監視</translation>
    </message>
    <message>
        <source>Open in this window</source>
        <translation>このウィンドウで開く</translation>
    </message>
    <message>
        <source>Copy row</source>
        <translation>行をコピー</translation>
    </message>
    <message>
        <source>Copy the INITDATA digest</source>
        <translation>INITDATA のダイジェストをコピー</translation>
    </message>
    <message>
        <source>Export the shown rows</source>
        <translation>表示中の行をエクスポート</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ForbiddenView</name>
    <message>
        <source>Namespace</source>
        <translation>namespace</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>表示</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::GoBar</name>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>実行</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::Header</name>
    <message>
        <source>Account</source>
        <translation>アカウント</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>リージョン</translation>
    </message>
    <message>
        <source>You</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Search or run …   Ctrl+K</source>
        <translation>検索または実行 …   Ctrl+K</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>コマンドを検索または実行</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未接続</translation>
    </message>
    <message>
        <source>Cluster %1, connections</source>
        <translation>クラスター %1、接続</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>TLS not checked</source>
        <translation>TLS 未検証</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>サンドボックス</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>Watched: what changes is shown at once. Click to ask everything again.</source>
        <translation>監視中: 変化はすぐに表示されます。クリックすると、すべて再取得します。</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>接続中 …</translation>
    </message>
    <message>
        <source>Stale · %1 old</source>
        <translation>古い情報 · %1 前</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>到達不能</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>保護対象</translation>
    </message>
    <message>
        <source>What disturbs running things asks for the cluster's name first.</source>
        <translation>稼働中のものに影響する操作では、最初にクラスターの名前を確認します。</translation>
    </message>
    <message>
        <source>Looking only</source>
        <translation>閲覧のみ</translation>
    </message>
    <message>
        <source>The right to %1 is missing.</source>
        <translation>権限がありません: %1。</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>クラスター</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Resource group</source>
        <translation>リソース・グループ</translation>
    </message>
    <message>
        <source>You in IBM Cloud</source>
        <translation>IBM Cloud のユーザー</translation>
    </message>
    <message>
        <source>You in the cluster</source>
        <translation>クラスターのユーザー</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Account, switch</source>
        <translation>アカウントの切り替え</translation>
    </message>
    <message>
        <source>Log in to IBM Cloud …</source>
        <translation>IBM Cloud にログイン …</translation>
    </message>
    <message>
        <source>Log in to another account …</source>
        <translation>別のアカウントにログイン …</translation>
    </message>
    <message>
        <source>Stale · just now</source>
        <translation>古い情報 · たった今</translation>
    </message>
    <message>
        <source>Resource group %1: goes with the cluster</source>
        <translation>リソースグループ %1: クラスターに付属</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::HistogramChart</name>
    <message>
        <source>median: server runs</source>
        <translation>中央値: サーバー稼働</translation>
    </message>
    <message>
        <source>agent ready</source>
        <translation>エージェント準備完了</translation>
    </message>
    <message>
        <source>pod ready</source>
        <translation>Pod 準備完了</translation>
    </message>
    <message>
        <source>longer than %1</source>
        <translation>%1 超</translation>
    </message>
    <message>
        <source>time-out</source>
        <translation>タイムアウト</translation>
    </message>
    <message>
        <source>Too few starts to draw how they spread: %1. A kubelet waits %2 for one before it tries again.</source>
        <translation>分布を描くには起動の数が足りません: %1。kubelet は 1 回の起動を %2 待ってから再試行します。</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中央値</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::KindMenu</name>
    <message>
        <source>Confidential pods</source>
        <translation>コンフィデンシャル Pod</translation>
    </message>
    <message>
        <source>All pods</source>
        <translation>すべての Pod</translation>
    </message>
    <message>
        <source>Asking what the cluster serves …</source>
        <translation>クラスターが提供するリソースを問い合わせ中 …</translation>
    </message>
    <message>
        <source>Every kind</source>
        <translation>すべての種類</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::LogView</name>
    <message>
        <source>Before the restart</source>
        <translation>再起動前</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>コンテナー</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>ログ内を検索</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Following.</source>
        <translation>追従中。</translation>
    </message>
    <message>
        <source>No container has been started yet.</source>
        <translation>まだコンテナーが起動していません。</translation>
    </message>
    <message>
        <source>Reading the log …</source>
        <translation>ログを読み取り中 …</translation>
    </message>
    <message>
        <source>The log is empty. From operator 1.11 on the guest's policy may deny reading it.</source>
        <translation>ログは空です。オペレーター 1.11 以降では、ゲストのポリシーがログの読み取りを拒否することがあります。</translation>
    </message>
    <message>
        <source>The log has ended.</source>
        <translation>ログは終了しました。</translation>
    </message>
    <message>
        <source>Found again from the other end.</source>
        <translation>反対側の端から再び見つかりました。</translation>
    </message>
    <message>
        <source>Not in the log.</source>
        <translation>ログ内にありません。</translation>
    </message>
    <message>
        <source>Since when</source>
        <translation>表示の開始時点</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>前の一致</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>次の一致</translation>
    </message>
    <message>
        <source>Nothing is written yet.</source>
        <translation>まだ何も書き込まれていません。</translation>
    </message>
    <message>
        <source>Found so often</source>
        <translation>一致した件数</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Find text or /expression/</source>
        <translation>テキストまたは /expression/ を検索</translation>
    </message>
    <message>
        <source>Since: all</source>
        <translation>開始: すべて</translation>
    </message>
    <message>
        <source>Since: 5 minutes</source>
        <translation>開始: 5 分前</translation>
    </message>
    <message>
        <source>Since: 1 hour</source>
        <translation>開始: 1 時間前</translation>
    </message>
    <message>
        <source>Since: 24 hours</source>
        <translation>開始: 24 時間前</translation>
    </message>
    <message>
        <source>When each line was written, as the kubelet noted it</source>
        <translation>各行の書き込み時刻 (kubelet の記録)</translation>
    </message>
    <message>
        <source>This is no expression: %1.</source>
        <translation>正規表現ではありません: %1。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Only matching lines</source>
        <translation>一致する行のみ</translation>
    </message>
    <message>
        <source>Paused while you read. Press End to follow again.</source>
        <translation>読んでいる間は停止しています。End キーで再び追跡します。</translation>
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
        <translation>IBM Cloud にログイン …</translation>
    </message>
    <message>
        <source>The image, the credential and the VMs are made in your IBM Cloud account, and no login there is valid now. With one, the set-up can go on.</source>
        <translation>イメージ、資格情報、VM はお使いの IBM Cloud アカウントに作成されますが、現在そこへの有効なログインがありません。ログインすると、セットアップを続行できます。</translation>
    </message>
    <message>
        <source>The login and the cluster do not belong together. Log in to the account that owns the cluster, or choose the cluster anew.</source>
        <translation>ログインとクラスターが互いに対応していません。クラスターを所有するアカウントにログインするか、クラスターを選択し直してください。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::LookingCard</name>
    <message>
        <source>You can look, not change</source>
        <translation>閲覧のみ可能、変更は不可</translation>
    </message>
    <message>
        <source>Show the Role that would help</source>
        <translation>必要な Role を表示</translation>
    </message>
    <message>
        <source>The Role that would help</source>
        <translation>必要な Role</translation>
    </message>
    <message>
        <source>Copy it for an administrator</source>
        <translation>管理者に渡すためにコピー</translation>
    </message>
    <message>
        <source>Hide the Role</source>
        <translation>Role を非表示</translation>
    </message>
    <message numerus="yes">
        <source>%1 may not: %2 and %n more. Everything can be looked at; what would change something is switched off.</source>
        <translation>
            <numerusform>%1 に許可されていない操作: %2、ほか %n 件。すべて閲覧できますが、変更を伴う操作は無効です。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 may not: %2. Everything can be looked at; what would change something is switched off.</source>
        <translation>%1 に許可されていない操作: %2。すべて閲覧できますが、変更を伴う操作は無効です。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::MainWindow</name>
    <message>
        <source>Setup</source>
        <translation>セットアップ</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>アクティビティー</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Close this connection</source>
        <translation>この接続を閉じる</translation>
    </message>
    <message>
        <source>Open the sandbox</source>
        <translation>サンドボックスを開く</translation>
    </message>
    <message>
        <source>End the sandbox</source>
        <translation>サンドボックスを終了</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>Go to Setup</source>
        <translation>セットアップへ移動</translation>
    </message>
    <message>
        <source>Go to Activity</source>
        <translation>アクティビティーへ移動</translation>
    </message>
    <message>
        <source>Go to Settings</source>
        <translation>設定へ移動</translation>
    </message>
    <message>
        <source>Go to Connections</source>
        <translation>接続へ移動</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>進む</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>コマンドを検索または実行</translation>
    </message>
    <message>
        <source>Ask everything again</source>
        <translation>すべて再取得</translation>
    </message>
    <message>
        <source>Stop the run at a clean point</source>
        <translation>安全な時点で実行を停止</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>テーブルをフィルター</translation>
    </message>
    <message>
        <source>Save a kubeconfig for oc or kubectl</source>
        <translation>oc または kubectl 用の kubeconfig を保存</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>ライト・テーマ</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>ダーク・テーマ</translation>
    </message>
    <message>
        <source>High contrast theme</source>
        <translation>ハイコントラスト・テーマ</translation>
    </message>
    <message>
        <source>Theme as the desktop</source>
        <translation>デスクトップと同じテーマ</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>文字を大きく</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>文字を小さく</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>標準の文字サイズ</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Keys of all commands</source>
        <translation>全コマンドのキー</translation>
    </message>
    <message>
        <source>Quit Cocoon</source>
        <translation>Cocoon を終了</translation>
    </message>
    <message>
        <source>%1 – Cocoon</source>
        <translation>%1 – Cocoon</translation>
    </message>
    <message>
        <source>Save a kubeconfig</source>
        <translation>kubeconfig の保存</translation>
    </message>
    <message>
        <source>It took %1.</source>
        <translation>所要時間: %1。</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Confidential pods</source>
        <translation>コンフィデンシャル Pod</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Go to Overview</source>
        <translation>概要へ移動</translation>
    </message>
    <message>
        <source>Go to Nodes</source>
        <translation>ノードへ移動</translation>
    </message>
    <message>
        <source>Go to Confidential pods</source>
        <translation>コンフィデンシャル Pod へ移動</translation>
    </message>
    <message>
        <source>The set-up</source>
        <translation>セットアップ</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1: 完了</translation>
    </message>
    <message>
        <source>%1: stopped</source>
        <translation>%1: 停止</translation>
    </message>
    <message>
        <source>%1 VSIs nobody owns</source>
        <translation>所有者のない VSI %1 台</translation>
    </message>
    <message>
        <source>About Cocoon, and what leaves this machine</source>
        <translation>Cocoon について、およびこのマシンから送信されるもの</translation>
    </message>
    <message>
        <source>save a kubeconfig to %1</source>
        <translation>%1 への kubeconfig の保存</translation>
    </message>
    <message>
        <source>The kubeconfig is in %1; only you can read it.</source>
        <translation>kubeconfig は %1 にあります。読み取れるのはあなただけです。</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>フリート</translation>
    </message>
    <message>
        <source>Go to Fleet</source>
        <translation>フリートへ移動</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NameGuard</name>
    <message>
        <source>This connection is protected</source>
        <translation>この接続は保護されています</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>続行</translation>
    </message>
    <message>
        <source>Name of the cluster</source>
        <translation>クラスターの名前</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1、ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>The set-up reboots workers on its way. Type the name %1 to go on.</source>
        <translation>セットアップの途中でワーカーを再起動します。続行するには、名前 %1 を入力してください。</translation>
    </message>
    <message>
        <source>It disturbs what runs: %1. Type the name %2 to go on.</source>
        <translation>稼働中のものに影響します: %1。続行するには、名前 %2 を入力してください。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NamespaceBox</name>
    <message>
        <source>All namespaces</source>
        <translation>すべての namespace</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NodeCardDelegate</name>
    <message>
        <source>%1 · %2 pods</source>
        <translation>%1 · Pod %2 個</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>%1 経過</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NodeDetail</name>
    <message>
        <source>Cordon …</source>
        <translation>cordon …</translation>
    </message>
    <message>
        <source>Uncordon …</source>
        <translation>uncordon …</translation>
    </message>
    <message>
        <source>Drain …</source>
        <translation>ドレイン …</translation>
    </message>
    <message>
        <source>Reboot …</source>
        <translation>再起動 …</translation>
    </message>
    <message>
        <source>Worker id</source>
        <translation>ワーカー ID</translation>
    </message>
    <message>
        <source>Flavor</source>
        <translation>フレーバー</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>ゾーン</translation>
    </message>
    <message>
        <source>System</source>
        <translation>システム</translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation>Kubelet</translation>
    </message>
    <message>
        <source>Adaptor</source>
        <translation>アダプター</translation>
    </message>
    <message>
        <source>Confidential pods</source>
        <translation>コンフィデンシャル Pod</translation>
    </message>
    <message>
        <source>Boot id</source>
        <translation>ブート ID</translation>
    </message>
    <message>
        <source>States over time</source>
        <translation>状態の推移</translation>
    </message>
    <message>
        <source>States of the worker over time</source>
        <translation>ワーカーの状態の推移</translation>
    </message>
    <message>
        <source>What was it at</source>
        <translation>状態を調べる時刻</translation>
    </message>
    <message>
        <source>Moment to look up</source>
        <translation>調べる時刻</translation>
    </message>
    <message>
        <source>IBM Cloud: not known</source>
        <translation>IBM Cloud: 不明</translation>
    </message>
    <message>
        <source>IBM Cloud: %1, %2</source>
        <translation>IBM Cloud: %1、%2</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>%1; it offers no places</source>
        <translation>%1。枠の提供なし</translation>
    </message>
    <message>
        <source>%1 of %2 places (kata.peerpods.io/vm)</source>
        <translation>枠 %1/%2 (kata.peerpods.io/vm)</translation>
    </message>
    <message>
        <source>Shows first what it would do.</source>
        <translation>最初に実行内容を表示します。</translation>
    </message>
    <message>
        <source>FROM</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>FOR</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>Nobody had seen this worker yet, or it was gone.</source>
        <translation>このワーカーはまだ観測されていないか、存在しませんでした。</translation>
    </message>
    <message>
        <source>It was %1, since %2.</source>
        <translation>%1 でした (%2 から)。</translation>
    </message>
    <message>
        <source>Nobody looked then. Last seen before it, %1: %2.</source>
        <translation>その時点の観測はありません。直前の観測 (%1): %2。</translation>
    </message>
    <message>
        <source>Nothing is recorded yet: it begins with the first look that is complete.</source>
        <translation>まだ記録がありません。記録は、最初の完全な確認から始まります。</translation>
    </message>
    <message>
        <source>ready, restarted %1 times</source>
        <translation>準備完了、再起動 %1 回</translation>
    </message>
    <message>
        <source>not ready, restarted %1 times</source>
        <translation>未準備、再起動 %1 回</translation>
    </message>
    <message>
        <source>What is shown of it</source>
        <translation>表示する内容</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>as it was %1 ago</source>
        <translation>%1 前の状態</translation>
    </message>
    <message>
        <source>All pods of this worker</source>
        <translation>このワーカーのすべての Pod</translation>
    </message>
    <message>
        <source>Pods on this worker</source>
        <translation>このワーカー上の Pod</translation>
    </message>
    <message>
        <source>Enter opens the pod.</source>
        <translation>Enter で Pod を開きます。</translation>
    </message>
    <message>
        <source>A double click or Enter opens the pod.</source>
        <translation>ダブルクリックまたは Enter で Pod を開きます。</translation>
    </message>
    <message>
        <source>No confidential pod is on it.</source>
        <translation>このワーカーに機密 Pod はありません。</translation>
    </message>
    <message>
        <source>Pods are being read …</source>
        <translation>Pod を読み込んでいます…</translation>
    </message>
    <message>
        <source>These rights do not show pods: “list pods” is missing. Overview names the Role that would help.</source>
        <translation>この権限では Pod を表示できません。「list pods」がありません。必要な Role は概要に表示されます。</translation>
    </message>
    <message>
        <source>These rights show the pods of namespace %1 only.</source>
        <translation>この権限では名前空間 %1 の Pod だけが表示されます。</translation>
    </message>
    <message>
        <source>Pods that are not confidential are watched only while the list of all pods is open.</source>
        <translation>機密でない Pod は、すべての Pod の一覧を開いている間だけ監視されます。</translation>
    </message>
    <message>
        <source>The list of pods could not be read.</source>
        <translation>Pod の一覧を読み取れませんでした。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NodeRowActions</name>
    <message>
        <source>Copy worker id</source>
        <translation>ワーカー ID をコピー</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::NodesPlace</name>
    <message>
        <source>Nodes</source>
        <translation>ノード</translation>
    </message>
    <message>
        <source>Filter the nodes</source>
        <translation>ノードをフィルター</translation>
    </message>
    <message>
        <source>Nodes as cards</source>
        <translation>ノード (カード)</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>テーブル表示</translation>
    </message>
    <message>
        <source>As cards</source>
        <translation>カード表示</translation>
    </message>
    <message>
        <source>Nothing matches the filter. Esc clears it.</source>
        <translation>フィルターに一致するものがありません。Esc で解除します。</translation>
    </message>
    <message>
        <source>Nodes are being read …</source>
        <translation>ノードを読み取り中 …</translation>
    </message>
    <message>
        <source>The cluster has no nodes.</source>
        <translation>クラスターにノードがありません。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 前</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>フィルター</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>フィルターを解除</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>You may not list nodes. They belong to the whole cluster: its administrator can allow it with a ClusterRole.</source>
        <translation>ノードを一覧表示する権限がありません。ノードはクラスター全体のもので、管理者が ClusterRole で許可できます。</translation>
    </message>
    <message>
        <source>The list of nodes could not be read.</source>
        <translation>ノードの一覧を読み取れませんでした。</translation>
    </message>
    <message>
        <source>Cocoon tries again by itself.</source>
        <translation>Cocoon が自動的に再試行します。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Shown rows as CSV …</source>
        <translation>表示中の行を CSV で保存 …</translation>
    </message>
    <message>
        <source>Shown rows as JSON …</source>
        <translation>表示中の行を JSON で保存 …</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ObjectFeed</name>
    <message>
        <source>Reading the events …</source>
        <translation>イベントを読み取り中 …</translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation>%1 現在</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::OverviewPlace</name>
    <message>
        <source>installed</source>
        <translation>インストール済み</translation>
    </message>
    <message>
        <source>installing</source>
        <translation>インストール中</translation>
    </message>
    <message>
        <source>waiting for reboot</source>
        <translation>再起動待ち</translation>
    </message>
    <message>
        <source>rebooting</source>
        <translation>再起動中</translation>
    </message>
    <message>
        <source>being removed</source>
        <translation>削除中</translation>
    </message>
    <message>
        <source>not Ready</source>
        <translation>Ready ではない</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未インストール</translation>
    </message>
    <message>
        <source>running</source>
        <translation>稼働中</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>起動中</translation>
    </message>
    <message>
        <source>being deleted</source>
        <translation>削除中</translation>
    </message>
    <message>
        <source>failed or stopped</source>
        <translation>失敗または停止</translation>
    </message>
    <message>
        <source>owned by nobody</source>
        <translation>所有者なし</translation>
    </message>
    <message>
        <source>Workers installed</source>
        <translation>インストール済みワーカー</translation>
    </message>
    <message>
        <source>Confidential pods</source>
        <translation>コンフィデンシャル Pod</translation>
    </message>
    <message>
        <source>Peer-pod VSIs</source>
        <translation>ピア Pod VSI</translation>
    </message>
    <message>
        <source>Cost of peer pods now</source>
        <translation>ピア Pod の現在の費用</translation>
    </message>
    <message>
        <source>USD per hour</source>
        <translation>USD/時</translation>
    </message>
    <message>
        <source>Workers by install state</source>
        <translation>ワーカー (インストール状態別)</translation>
    </message>
    <message>
        <source>Peer-pod VSIs by state</source>
        <translation>ピア Pod VSI (状態別)</translation>
    </message>
    <message>
        <source>Start of a confidential pod</source>
        <translation>コンフィデンシャル Pod の起動</translation>
    </message>
    <message>
        <source>Cost of peer pods</source>
        <translation>ピア Pod の費用</translation>
    </message>
    <message>
        <source>Room for more</source>
        <translation>空き容量</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>How far back the charts go</source>
        <translation>グラフの対象期間</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>過去 1 時間</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>過去 24 時間</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>過去 7 日間</translation>
    </message>
    <message>
        <source>Everything kept</source>
        <translation>保存済みすべて</translation>
    </message>
    <message>
        <source>What is seen is not kept: %1</source>
        <translation>観測内容が保存されていません: %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>%1 not Ready</source>
        <translation>Ready でないもの %1</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>of %1 places</source>
        <translation>/ %1 枠</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>失敗 %1</translation>
    </message>
    <message>
        <source>%1 starting</source>
        <translation>起動中 %1</translation>
    </message>
    <message>
        <source>All running</source>
        <translation>すべて稼働中</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>in namespace %1</source>
        <translation>namespace %1 内</translation>
    </message>
    <message numerus="yes">
        <source>%n orphan(s)</source>
        <translation>
            <numerusform>孤立 %n 台</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 not running</source>
        <translation>稼働中でないもの %1</translation>
    </message>
    <message>
        <source>All owned</source>
        <translation>すべて所有者あり</translation>
    </message>
    <message>
        <source>%1 USD since %2</source>
        <translation>%2 から %1 USD</translation>
    </message>
    <message>
        <source>USD/h</source>
        <translation>USD/時</translation>
    </message>
    <message>
        <source>over your limit</source>
        <translation>上限を超過</translation>
    </message>
    <message>
        <source>not all prices known</source>
        <translation>一部の料金が不明</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>まだありません。</translation>
    </message>
    <message>
        <source>seen since %1</source>
        <translation>%1 から観測</translation>
    </message>
    <message>
        <source>No start was seen yet. A confidential pod usually needs three to four minutes: its server, the agent in it, the pod.</source>
        <translation>まだ起動は観測されていません。コンフィデンシャル Pod の起動には通常 3 から 4 分かかります: サーバー、その中のエージェント、Pod の順です。</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>直近 %1 件</translation>
    </message>
    <message>
        <source>Workers offer places for confidential pods once they are installed.</source>
        <translation>ワーカーは、インストールされるとコンフィデンシャル Pod の枠を提供します。</translation>
    </message>
    <message>
        <source>places, addresses, processors</source>
        <translation>枠、アドレス、プロセッサー</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>%1 による</translation>
    </message>
    <message numerus="yes">
        <source>%n left behind</source>
        <translation>
            <numerusform>残存 %n 台</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a known owner</source>
        <translation>
            <numerusform>所有者不明 %n 台</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not counted: %n of other clusters in this VPC</source>
        <translation>
            <numerusform>対象外: この VPC 内の他のクラスターの %n 台</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was at %1.</source>
        <translation>%1 時点の状態です。</translation>
    </message>
    <message>
        <source>As it is now.</source>
        <translation>現在の状態です。</translation>
    </message>
    <message numerus="yes">
        <source>%n that nobody owns</source>
        <translation>
            <numerusform>所有者なし %n 台</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being deleted</source>
        <translation>
            <numerusform>削除中 %n 台</numerusform>
        </translation>
    </message>
    <message>
        <source>The first look that is recorded is on its way.</source>
        <translation>最初に記録される確認が進行中です。</translation>
    </message>
    <message>
        <source>Recorded since %1: too short a time for a line.</source>
        <translation>%1 から記録中: 折れ線を描くには期間が短すぎます。</translation>
    </message>
    <message>
        <source>Not known while the cluster does not answer.</source>
        <translation>クラスターが応答するまで不明です。</translation>
    </message>
    <message>
        <source>all with TDX</source>
        <translation>すべて TDX</translation>
    </message>
    <message>
        <source>%1 of %2 with TDX</source>
        <translation>%2 台中 %1 台が TDX</translation>
    </message>
    <message>
        <source>as it was at %1</source>
        <translation>%1 時点</translation>
    </message>
    <message numerus="yes">
        <source>%n completed</source>
        <translation>
            <numerusform>%n 件完了</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::Palette</name>
    <message>
        <source>Command palette</source>
        <translation>コマンド・パレット</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>何をしますか？</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>一致するコマンド</translation>
    </message>
    <message>
        <source>%1    (%2)</source>
        <translation>%1    (%2)</translation>
    </message>
    <message>
        <source>No command is called like that.</source>
        <translation>該当するコマンドはありません。</translation>
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
        <translation>%1 USD/時 · これまでに %2 USD (定価)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>What is shown of it</source>
        <translation>表示する内容</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
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
        <translation>イベント</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>PeerPod and VSI</source>
        <translation>PeerPod と VSI</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 of %4 ready</source>
        <translation>%1 · %2 · 準備完了 %3/%4</translation>
    </message>
    <message>
        <source>bare pod</source>
        <translation>単独の Pod</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>まだなし</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>モード</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>ゾーン</translation>
    </message>
    <message>
        <source>INITDATA</source>
        <translation>INITDATA</translation>
    </message>
    <message>
        <source>Attested</source>
        <translation>アテステーション</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>ランタイム</translation>
    </message>
    <message>
        <source>the worker's own; no pod VM</source>
        <translation>ワーカー自身のもの。Pod VM なし</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>ワーカー</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>再起動回数</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>経過時間</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Left by an attempt before</source>
        <translation>以前の試行で残ったもの</translation>
    </message>
    <message>
        <source>%1 · made %2 ago</source>
        <translation>%1 · %2 前に作成</translation>
    </message>
    <message>
        <source>No pod of this cluster owns this VSI, and it costs money every hour. Cocoon does not delete it on its own.</source>
        <translation>この VSI を所有する Pod はこのクラスターになく、毎時間費用がかかっています。Cocoon が自動的に削除することはありません。</translation>
    </message>
    <message>
        <source>No living pod of this cluster is known to own this VSI.</source>
        <translation>このクラスターの存在する Pod に、この VSI の所有者と判明しているものはありません。</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>イメージ</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>PeerPod</source>
        <translation>PeerPod</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Being deleted</source>
        <translation>削除中</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1 前から</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>the VPC does not have it</source>
        <translation>VPC に存在しない</translation>
    </message>
    <message>
        <source>not known: the cloud was not asked</source>
        <translation>不明: クラウドに問い合わせなし</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>サブネット</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1 前</translation>
    </message>
    <message>
        <source>No PeerPod and no VSI yet. The adaptor on the worker makes both when the kubelet asks for the sandbox.</source>
        <translation>PeerPod も VSI もまだありません。kubelet がサンドボックスを要求すると、ワーカーのアダプターが両方を作成します。</translation>
    </message>
    <message>
        <source>Starting for %1</source>
        <translation>起動中 (経過 %1)</translation>
    </message>
    <message>
        <source>Start: %1</source>
        <translation>起動: %1</translation>
    </message>
    <message>
        <source>Copy as oc</source>
        <translation>oc コマンドとしてコピー</translation>
    </message>
    <message>
        <source>Copy as ibmcloud</source>
        <translation>ibmcloud コマンドとしてコピー</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <translation>%2 から %1</translation>
    </message>
    <message>
        <source>The pod is gone, its PeerPod still holds this VSI, and it costs money every hour.</source>
        <translation>Pod はなくなりましたが、その PeerPod がまだこの VSI を保持しており、毎時間費用がかかっています。</translation>
    </message>
    <message>
        <source>It may be a start under way, or another cluster's: ask there before you remove it.</source>
        <translation>起動中のものか、別のクラスターのものである可能性があります: 削除する前に、そちらで確認してください。</translation>
    </message>
    <message>
        <source>The operator deletes it and then the PeerPod: see why it does not.</source>
        <translation>オペレーターはこれを削除し、その後 PeerPod を削除します: 削除しない理由を確認してください。</translation>
    </message>
    <message>
        <source>Seen here</source>
        <translation>ここでの観測</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>削除 …</translation>
    </message>
    <message>
        <source>Looks again first, and shows what it would do.</source>
        <translation>先にもう一度確認し、実行される内容を表示します。</translation>
    </message>
    <message>
        <source>In a shell, after checking name, age and subnet:</source>
        <translation>名前、経過時間、サブネットを確認した後、シェルで実行:</translation>
    </message>
    <message>
        <source>Command that removes it</source>
        <translation>削除するコマンド</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>コマンドをコピー</translation>
    </message>
    <message>
        <source>Pod IP</source>
        <translation>Pod IP</translation>
    </message>
    <message>
        <source>VSI IP</source>
        <translation>VSI IP</translation>
    </message>
    <message>
        <source>Why it is called an orphan</source>
        <translation>孤立と判定した理由</translation>
    </message>
    <message>
        <source>What was seen</source>
        <translation>観測内容</translation>
    </message>
    <message>
        <source>≈ %1 USD/h · ≈ %2 USD so far (list price of us-south of %3; the catalog did not answer)</source>
        <translation>≈ %1 USD/時 · これまでに ≈ %2 USD (%3 の us-south の定価。カタログの応答なし)</translation>
    </message>
    <message>
        <source>yes, proven from this computer</source>
        <translation>はい(このコンピューターから証明済み)</translation>
    </message>
    <message>
        <source>no proof made from this computer</source>
        <translation>このコンピューターからの証明なし</translation>
    </message>
    <message>
        <source>The cluster has not answered since %1. What has changed since then is unknown, and nothing is removed until it answers again.</source>
        <translation>クラスターは %1 から応答していません。その後の変化は不明で、応答が戻るまで何も削除しません。</translation>
    </message>
    <message>
        <source>The cluster does not answer, so the owner of this VSI is unknown. It costs money meanwhile.</source>
        <translation>クラスターが応答しないため、この VSI の所有者は不明です。その間も費用がかかります。</translation>
    </message>
    <message>
        <source>the VSI's id in the PeerPod</source>
        <translation>PeerPod にある VSI の ID</translation>
    </message>
    <message>
        <source>its name alone; no PeerPod has its id</source>
        <translation>名前のみ(この ID を持つ PeerPod はありません)</translation>
    </message>
    <message>
        <source>Matched by</source>
        <translation>照合方法</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::PodsPlace</name>
    <message>
        <source>Confidential pods</source>
        <translation>コンフィデンシャル Pod</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>一覧の対象</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>namespace</translation>
    </message>
    <message>
        <source>All words must match. !word leaves out, /expression/ is a regular expression, app=web is a label.</source>
        <translation>すべての語に一致する必要があります。!word は除外、/expression/ は正規表現、app=web はラベルです。</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>テーブルをフィルター</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Shown rows as CSV …</source>
        <translation>表示中の行を CSV で保存 …</translation>
    </message>
    <message>
        <source>Shown rows as JSON …</source>
        <translation>表示中の行を JSON で保存 …</translation>
    </message>
    <message>
        <source>All pods</source>
        <translation>すべての Pod</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Nothing matches the filter. Esc clears it.</source>
        <translation>フィルターに一致するものがありません。Esc で解除します。</translation>
    </message>
    <message>
        <source>this cluster</source>
        <translation>このクラスター</translation>
    </message>
    <message>
        <source>namespace %1</source>
        <translation>namespace %1</translation>
    </message>
    <message>
        <source>There are none in %1.</source>
        <translation>%1 にはありません。</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>読み取り中 …</translation>
    </message>
    <message>
        <source>Reading the pods …</source>
        <translation>Pod を読み取り中 …</translation>
    </message>
    <message>
        <source>The pods could not be read.</source>
        <translation>Pod を読み取れませんでした。</translation>
    </message>
    <message>
        <source>No pods run in %1.</source>
        <translation>%1 に稼働中の Pod はありません。</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>Read %1 ago</source>
        <translation>%1 前に読み取り</translation>
    </message>
    <message>
        <source>the cloud's side is not known</source>
        <translation>クラウド側は不明</translation>
    </message>
    <message>
        <source>Filter by name, VSI id, IP, label</source>
        <translation>名前、VSI ID、IP、ラベルでフィルター</translation>
    </message>
    <message>
        <source>Filter by name or label</source>
        <translation>名前またはラベルでフィルター</translation>
    </message>
    <message>
        <source>You may not list %1 here.</source>
        <translation>ここでは %1 の一覧取得が許可されていません。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Confidential pods, all pods, or any other kind the cluster serves</source>
        <translation>コンフィデンシャル Pod、すべての Pod、またはクラスターが提供するその他の種類</translation>
    </message>
    <message>
        <source>No confidential pods run in %1: none of its %2 pods has a confidential runtime class such as kata-remote.</source>
        <translation>%1 で稼働中のコンフィデンシャル Pod はありません: %2 個の Pod のいずれにも、kata-remote などのコンフィデンシャルなランタイムクラスがありません。</translation>
    </message>
    <message>
        <source>Next attempt in %1 s</source>
        <translation>次の試行まで %1 秒</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>フィルターを解除</translation>
    </message>
    <message>
        <source>Open Setup ▸ Workload</source>
        <translation>セットアップ ▸ ワークロードを開く</translation>
    </message>
    <message>
        <source>%1, still reading</source>
        <translation>%1(読み取り中)</translation>
    </message>
    <message>
        <source>%1 of %2, still reading</source>
        <translation>%2 件中 %1 件(読み取り中)</translation>
    </message>
    <message>
        <source>Open the set-up</source>
        <translation>セットアップを開く</translation>
    </message>
    <message>
        <source>You may not list pods here. Choose a namespace that you have access to.</source>
        <translation>ここの Pod を一覧表示する権限がありません。アクセスできる Namespace を選んでください。</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ProgressCard</name>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>実行の進行状況</translation>
    </message>
    <message>
        <source>running for %1</source>
        <translation>経過 %1</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>所要 %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ProgressModel</name>
    <message>
        <source>Waiting for %1</source>
        <translation>待機中: %1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>送信済み</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>%1, usually %2</source>
        <translation>%1 (通常 %2)</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>made</source>
        <translation>実施済み</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>到達</translation>
    </message>
    <message>
        <source>WHAT</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>TIME</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>SINCE</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>note</source>
        <translation>メモ</translation>
    </message>
    <message numerus="yes">
        <source>failed, %n tries</source>
        <translation>
            <numerusform>失敗 (%n 回)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cocoon::ui::Rail</name>
    <message>
        <source>Places</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>%1: open a connection first</source>
        <translation>%1: 先に接続を開いてください</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::ReviewPage</name>
    <message>
        <source>Asked for separately</source>
        <translation>個別の確認</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>レビュー</translation>
    </message>
    <message>
        <source>Review: everything that will happen</source>
        <translation>レビュー: 行われることのすべて</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Workers to reboot</source>
        <translation>再起動するワーカー</translation>
    </message>
    <message>
        <source>In the way</source>
        <translation>要解決</translation>
    </message>
    <message>
        <source>Cost when done</source>
        <translation>完了時の費用</translation>
    </message>
    <message>
        <source>to make</source>
        <translation>件</translation>
    </message>
    <message>
        <source>one at a time</source>
        <translation>台 (順次)</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>件</translation>
    </message>
    <message>
        <source>to solve first</source>
        <translation>件 (先に解決)</translation>
    </message>
    <message>
        <source>USD/h more</source>
        <translation>USD/時 増</translation>
    </message>
    <message>
        <source>Not everything is known yet; Cocoon is still looking.</source>
        <translation>まだ不明な点があります。Cocoon が確認中です。</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) stand in the way.</source>
        <translation>
            <numerusform>解決が必要な項目が %n 件あります。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is left to do.</source>
        <translation>残りの作業はありません。</translation>
    </message>
    <message>
        <source>Cocoon is still looking; the list grows until everything is known.</source>
        <translation>Cocoon が確認中です。すべて判明するまで一覧は増えます。</translation>
    </message>
    <message>
        <source>Nothing is left to do: what is wanted is there already.</source>
        <translation>残りの作業はありません。すでに目的の状態です。</translation>
    </message>
    <message>
        <source>Allow "%1", which breaks running confidential pods (%2)</source>
        <translation>「%1」を許可。稼働中のコンフィデンシャル Pod が停止 (%2)</translation>
    </message>
    <message>
        <source>Allow "%1" (%2)</source>
        <translation>「%1」を許可 (%2)</translation>
    </message>
    <message>
        <source>What stands in the way</source>
        <translation>解決が必要な項目</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>情報</translation>
    </message>
    <message numerus="yes">
        <source>Besides the %n change(s) below, as they come: %1.</source>
        <translation>
            <numerusform>以下の変更 %n 件のほか、発生に応じて: %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has been changed yet. Values that are only known later are shown as such.</source>
        <translation>まだ何も変更されていません。後で分かる値はそのように示されます。</translation>
    </message>
    <message>
        <source>USD/h more; not all prices known</source>
        <translation>USD/h 追加、一部の価格は不明</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::RightsCard</name>
    <message>
        <source>What these rights do not show</source>
        <translation>現在の権限で表示できないもの</translation>
    </message>
    <message>
        <source>Roles and commands for whoever may grant them</source>
        <translation>権限を付与できる人に渡す Role とコマンド</translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation>不足: %1</translation>
    </message>
    <message>
        <source>Copy the Roles that show it</source>
        <translation>表示に必要な Role をコピー</translation>
    </message>
    <message>
        <source>Log in …</source>
        <translation>ログイン …</translation>
    </message>
    <message>
        <source>Copy the ClusterRole that shows it</source>
        <translation>表示を許可する ClusterRole をコピー</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::RowActions</name>
    <message>
        <source>Copy cell</source>
        <translation>セルをコピー</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>行をコピー</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>名前をコピー</translation>
    </message>
    <message>
        <source>Copy VSI id</source>
        <translation>VSI ID をコピー</translation>
    </message>
    <message>
        <source>Copy YAML</source>
        <translation>YAML をコピー</translation>
    </message>
    <message>
        <source>Copy as oc</source>
        <translation>oc コマンドとしてコピー</translation>
    </message>
    <message>
        <source>Copy as kubectl</source>
        <translation>kubectl コマンドとしてコピー</translation>
    </message>
    <message>
        <source>Export the shown rows</source>
        <translation>表示中の行をエクスポート</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::RunningCard</name>
    <message>
        <source>Running now</source>
        <translation>現在実行中</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>The set-up</source>
        <translation>セットアップ</translation>
    </message>
    <message>
        <source>%1: stopping at a clean point. What was sent is awaited, nothing new is sent.</source>
        <translation>%1: 安全な時点で停止中です。送信済みの処理を待ち、新しいものは送信しません。</translation>
    </message>
    <message numerus="yes">
        <source>%1: waits for your approval of %n change(s).</source>
        <translation>
            <numerusform>%1: 変更 %n 件の承認を待っています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Do not wait for it</source>
        <translation>待機しない</translation>
    </message>
    <message>
        <source>Stop at a clean point</source>
        <translation>安全な時点で停止</translation>
    </message>
    <message>
        <source>Keep running in the background</source>
        <translation>バックグラウンドで実行を継続</translation>
    </message>
    <message>
        <source>Puts the window away. It comes back when the run has ended or needs an answer, or when Cocoon is started again.</source>
        <translation>ウィンドウを隠します。実行が終了したとき、応答が必要なとき、または Cocoon を再び起動したときに戻ります。</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>%1 経過</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SaveFile</name>
    <message>
        <source>write %1</source>
        <translation>%1 への書き込み</translation>
    </message>
    <message>
        <source>Nothing was saved: %1.</source>
        <translation>何も保存されませんでした: %1。</translation>
    </message>
    <message>
        <source>Choose another folder, or make room there; then save it again.</source>
        <translation>別のフォルダーを選択するか、空き容量を確保してから、もう一度保存してください。</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>保存されていません</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SettingsPlace</name>
    <message>
        <source>window, network</source>
        <translation>ウィンドウ、ネットワーク</translation>
    </message>
    <message>
        <source>TLS, digests</source>
        <translation>TLS、ダイジェスト</translation>
    </message>
    <message>
        <source>reads YAML</source>
        <translation>YAML の読み取り</translation>
    </message>
    <message>
        <source>reads JSON</source>
        <translation>JSON の読み取り</translation>
    </message>
    <message>
        <source>reads INITDATA</source>
        <translation>INITDATA の読み取り</translation>
    </message>
    <message>
        <source>results and errors</source>
        <translation>結果とエラー</translation>
    </message>
    <message>
        <source>compression</source>
        <translation>圧縮</translation>
    </message>
    <message>
        <source>the desktop's keyring</source>
        <translation>デスクトップのキーリング</translation>
    </message>
    <message>
        <source>fonts, where installed</source>
        <translation>フォント (インストール済みの場合)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>デスクトップと同じ</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>ハイコントラスト</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>テーマ</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字サイズ</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Cocoon speaks it from the next start on.</source>
        <translation>次回の起動時から適用されます。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>ネットワーク</translation>
    </message>
    <message>
        <source>from the environment (HTTPS_PROXY, NO_PROXY)</source>
        <translation>環境変数から (HTTPS_PROXY、NO_PROXY)</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシー</translation>
    </message>
    <message>
        <source>Counts for connections that are opened from now on.</source>
        <translation>これから開く接続に適用されます。</translation>
    </message>
    <message>
        <source>Secrets and files</source>
        <translation>シークレットとファイル</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>キーリング</translation>
    </message>
    <message>
        <source>About Cocoon %1</source>
        <translation>Cocoon %1 について</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty.</source>
        <translation>GNU General Public License バージョン 3 以降によるフリーソフトウェアです。無保証です。</translation>
    </message>
    <message>
        <source>What leaves this machine</source>
        <translation>このマシンから送信されるもの</translation>
    </message>
    <message>
        <source>Only requests to the endpoints of the connection you open: IBM Cloud's interfaces, your cluster's API server, and the trustee you name. No account of ours, no telemetry, no update check.</source>
        <translation>開いた接続のエンドポイント (IBM Cloud のインターフェース、クラスターの API サーバー、指定した Trustee) への要求だけです。独自のアカウント、テレメトリー、更新の確認はありません。</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>使用ソフトウェア</translation>
    </message>
    <message>
        <source>charts</source>
        <translation>グラフ</translation>
    </message>
    <message>
        <source>what was seen</source>
        <translation>観測内容</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>アラート</translation>
    </message>
    <message>
        <source>Spend limit in USD per hour</source>
        <translation>費用の上限 (1 時間あたり USD)</translation>
    </message>
    <message>
        <source> USD/h</source>
        <translation> USD/時</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>上限なし</translation>
    </message>
    <message>
        <source>Peer pods may cost</source>
        <translation>ピア Pod の費用の上限</translation>
    </message>
    <message>
        <source>Say alerts on the desktop too</source>
        <translation>アラートをデスクトップにも通知</translation>
    </message>
    <message>
        <source>Said once each: a server that nobody owns, more cost than the limit, a worker that falls out of “installed”, a confidential pod that fails. They come from what the open connection shows; nothing runs while Cocoon is closed.</source>
        <translation>それぞれ一度だけ通知します: 所有者のないサーバー、上限を超える費用、「インストール済み」から外れたワーカー、失敗したコンフィデンシャル Pod。通知は開いている接続の内容に基づきます。Cocoon を閉じている間は何も動作しません。</translation>
    </message>
    <message>
        <source>Endpoints of IBM Cloud</source>
        <translation>IBM Cloud のエンドポイント</translation>
    </message>
    <message>
        <source>Public</source>
        <translation>パブリック</translation>
    </message>
    <message>
        <source>Private network</source>
        <translation>プライベート・ネットワーク</translation>
    </message>
    <message>
        <source>Virtual private endpoint (VPE)</source>
        <translation>仮想プライベート・エンドポイント (VPE)</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>エンドポイント</translation>
    </message>
    <message>
        <source>Region of the private network</source>
        <translation>プライベート・ネットワークのリージョン</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>リージョン</translation>
    </message>
    <message>
        <source>IAM, VPC and containers are asked on IBM Cloud's private network, and the cluster by the endpoint in its VPC. Works from inside the VPC or through a VPN. Counts for logins from now on; prices come from the catalog, which is public only.</source>
        <translation>IAM、VPC、コンテナーには IBM Cloud のプライベート・ネットワークで、クラスターには VPC 内のエンドポイントで問い合わせます。VPC 内から、または VPN 経由で使用できます。これからのログインに適用されます。料金はカタログから取得しますが、カタログはパブリックのみです。</translation>
    </message>
    <message>
        <source>IAM, VPC and containers are asked on IBM Cloud's private network, and the cluster by its private endpoint. Works from inside IBM Cloud or through a VPN. Counts for logins from now on; prices come from the catalog, which is public only.</source>
        <translation>IAM、VPC、コンテナーには IBM Cloud のプライベート・ネットワークで、クラスターにはそのプライベート・エンドポイントで問い合わせます。IBM Cloud 内から、または VPN 経由で使用できます。これからのログインに適用されます。料金はカタログから取得しますが、カタログはパブリックのみです。</translation>
    </message>
    <message>
        <source>Data folder: journals, Intents, the sandbox's world</source>
        <translation>データ・フォルダー: ジャーナル、Intent、サンドボックスの環境</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>データ・フォルダー</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>選択 …</translation>
    </message>
    <message>
        <source>Counts for connections that are opened from now on. What lies in the old folder stays there.</source>
        <translation>これから開く接続に適用されます。以前のフォルダーの内容はそのまま残ります。</translation>
    </message>
    <message>
        <source>%1 cannot be used: give the full path of a folder that you may write to.</source>
        <translation>%1 は使用できません。書き込み可能なフォルダーのフルパスを指定してください。</translation>
    </message>
    <message>
        <source>These settings, and the connections beside them</source>
        <translation>これらの設定と、同じ場所にある接続</translation>
    </message>
    <message>
        <source>Secrets live here between runs: %1</source>
        <translation>実行と実行の間のシークレットの保管先: %1</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SetupPlace</name>
    <message>
        <source>Setup</source>
        <translation>セットアップ</translation>
    </message>
    <message>
        <source>Steps of the set-up</source>
        <translation>セットアップのステップ</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>レビュー</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>未確認</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>要解決</translation>
    </message>
    <message>
        <source>ready to go</source>
        <translation>実行可能</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>進行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>drifted</source>
        <translation>差異あり</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>スキップ</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>変更 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>not done yet</source>
        <translation>未完了</translation>
    </message>
    <message>
        <source>Review and do it all</source>
        <translation>レビューと一括実行</translation>
    </message>
    <message>
        <source>everything at once</source>
        <translation>すべて一度に</translation>
    </message>
    <message>
        <source>Stopping at a clean point: what was sent is awaited, nothing new is sent.</source>
        <translation>安全な時点で停止中: 送信済みの処理を待ち、新しいものは送信しません。</translation>
    </message>
    <message>
        <source>Working for %1.</source>
        <translation>実行中 (経過 %1)。</translation>
    </message>
    <message>
        <source>Waiting for %1.</source>
        <translation>待機中: %1。</translation>
    </message>
    <message>
        <source>Do not wait for it</source>
        <translation>待機しない</translation>
    </message>
    <message>
        <source>Stop at a clean point</source>
        <translation>安全な時点で停止</translation>
    </message>
    <message>
        <source>Do it all</source>
        <translation>一括実行</translation>
    </message>
    <message>
        <source>Goes on by itself through every step; stop it whenever you like.</source>
        <translation>すべてのステップを自動で進めます。いつでも停止できます。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Cocoon is still looking.</source>
        <translation>Cocoon が確認中です。</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Something stands in the way.</source>
        <translation>解決が必要な項目があります。</translation>
    </message>
    <message>
        <source>In the way: %1.</source>
        <translation>要解決: %1。</translation>
    </message>
    <message>
        <source>%1 comes first.</source>
        <translation>先に「%1」を完了してください。</translation>
    </message>
    <message>
        <source>Something differs from what is wanted.</source>
        <translation>目的の状態と異なる点があります。</translation>
    </message>
    <message numerus="yes">
        <source>Make %n change(s)</source>
        <translation>
            <numerusform>%n 件の変更を実行</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to send: it is on its way.</source>
        <translation>送信するものはありません。進行中です。</translation>
    </message>
    <message>
        <source>Watch it</source>
        <translation>進行を監視</translation>
    </message>
    <message>
        <source>Looking only: the right to %1 is missing.</source>
        <translation>閲覧のみ。権限がありません: %1。</translation>
    </message>
    <message>
        <source>Stopped. %1</source>
        <translation>停止しました。%1</translation>
    </message>
    <message>
        <source>waits for your approval</source>
        <translation>承認待ち</translation>
    </message>
    <message>
        <source>approve</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>Waiting for your approval.</source>
        <translation>承認を待っています。</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>オプション</translation>
    </message>
    <message>
        <source>Type the name above to go on.</source>
        <translation>続行するには、上の名前を入力してください。</translation>
    </message>
    <message>
        <source>then %1</source>
        <translation>その後 %1</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>%1へ移動</translation>
    </message>
    <message>
        <source>waited in vain</source>
        <translation>待っても完了せず</translation>
    </message>
    <message>
        <source>Given up; what to do stands above.</source>
        <translation>中断しました。対処方法は上に表示されています。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SheetWords</name>
    <message>
        <source>Places for confidential pods (kata.peerpods.io/vm)</source>
        <translation>コンフィデンシャル Pod の枠 (kata.peerpods.io/vm)</translation>
    </message>
    <message>
        <source>%1 of %2 taken</source>
        <translation>%1/%2 使用中</translation>
    </message>
    <message>
        <source>Addresses in %1</source>
        <translation>%1 のアドレス</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>空き %1</translation>
    </message>
    <message>
        <source>From</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>要求時刻</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>ワーカー</translation>
    </message>
    <message>
        <source>Server runs after s</source>
        <translation>サーバー稼働まで (秒)</translation>
    </message>
    <message>
        <source>Agent ready after s</source>
        <translation>エージェント準備完了まで (秒)</translation>
    </message>
    <message>
        <source>Pod ready after s</source>
        <translation>Pod 準備完了まで (秒)</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空き</translation>
    </message>
    <message>
        <source>vCPU of peer-pod VSIs</source>
        <translation>ピア Pod VSI の vCPU</translation>
    </message>
    <message>
        <source>Peer pods use %1 vCPU</source>
        <translation>ピア Pod が %1 vCPU を使用中</translation>
    </message>
    <message>
        <source>quota not readable (default %1, workers included)</source>
        <translation>割り当て量を読み取れません (デフォルト %1、ワーカーを含む)</translation>
    </message>
    <message>
        <source>not observed</source>
        <translation>未観測</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%2 のうち %1 空き</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::SpanBar</name>
    <message>
        <source>not observed</source>
        <translation>未観測</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StackChart</name>
    <message>
        <source>not observed</source>
        <translation>未観測</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StartView</name>
    <message>
        <source>%1: under way</source>
        <translation>%1: 進行中</translation>
    </message>
    <message>
        <source>Start of the pod</source>
        <translation>Pod の起動</translation>
    </message>
    <message>
        <source>now</source>
        <translation>現在</translation>
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
        <translation>インストール状態なし</translation>
    </message>
    <message>
        <source>Install state %1, %2 of %3</source>
        <translation>インストール状態 %1 (%2/%3)</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StatusLine</name>
    <message>
        <source>Nothing is contacted before you open a connection.</source>
        <translation>接続を開くまで、どこにも通信しません。</translation>
    </message>
    <message>
        <source>OpenShift %1</source>
        <translation>OpenShift %1</translation>
    </message>
    <message>
        <source>Sandboxed containers not installed</source>
        <translation>サンドボックスコンテナー未インストール</translation>
    </message>
    <message>
        <source>Sandboxed containers %1</source>
        <translation>サンドボックスコンテナー %1</translation>
    </message>
    <message>
        <source>Image %1</source>
        <translation>イメージ %1</translation>
    </message>
    <message>
        <source>Running for %1</source>
        <translation>実行中 (経過 %1)</translation>
    </message>
    <message>
        <source>Nothing running</source>
        <translation>実行なし</translation>
    </message>
    <message numerus="yes">
        <source>Journal: %n change(s)</source>
        <translation>
            <numerusform>ジャーナル: 変更 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Sandboxed containers: not known</source>
        <translation>サンドボックスコンテナー: 不明</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>開いている接続がありません。</translation>
    </message>
    <message>
        <source>Waiting for your approval</source>
        <translation>承認待ち</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StepList</name>
    <message>
        <source>Steps of the set-up</source>
        <translation>セットアップのステップ</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::StepPage</name>
    <message>
        <source>Guide: %1</source>
        <translation>ガイド: %1</translation>
    </message>
    <message>
        <source>For your own oc or kubectl</source>
        <translation>お使いの oc または kubectl 用</translation>
    </message>
    <message>
        <source>A kubeconfig is a key to the cluster: keep it where only you can read it.</source>
        <translation>kubeconfig はクラスターへの鍵です。自分だけが読める場所に保管してください。</translation>
    </message>
    <message>
        <source>Save a kubeconfig …</source>
        <translation>kubeconfig を保存 …</translation>
    </message>
    <message>
        <source>Go on with the next worker</source>
        <translation>次のワーカーへ続行</translation>
    </message>
    <message>
        <source>Pause before the next worker</source>
        <translation>次のワーカーの前で一時停止</translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) still to be rebooted, one at a time.</source>
        <translation>
            <numerusform>再起動が必要なワーカーは残り %n 台です。1 台ずつ再起動します。</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused: no worker is touched until you go on. %1</source>
        <translation>一時停止中: 続行するまで、どのワーカーにも触れません。%1</translation>
    </message>
    <message>
        <source>Worker %1 is brought to its end, then the queue pauses. %2</source>
        <translation>ワーカー %1 を最後まで処理してから、順番待ちを一時停止します。%2</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::TaskPanel</name>
    <message>
        <source>Stop at a clean point</source>
        <translation>安全な時点で停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>This needs a word of its own. Nothing of it is sent until you agree.</source>
        <translation>これには個別の承認が必要です。同意するまで何も送信されません。</translation>
    </message>
    <message>
        <source>Stopping at a clean point: what was sent is awaited, nothing new is sent.</source>
        <translation>安全な時点で停止中: 送信済みの処理を待ち、新しいものは送信しません。</translation>
    </message>
    <message>
        <source>Working for %1.</source>
        <translation>実行中 (経過 %1)。</translation>
    </message>
    <message>
        <source>Waiting for %1.</source>
        <translation>待機中: %1。</translation>
    </message>
    <message>
        <source>Another run is under way. One at a time: wait for it, or stop it.</source>
        <translation>別の実行が進行中です。一度に 1 つだけ実行できます。待つか、停止してください。</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>確認中 …</translation>
    </message>
    <message>
        <source>It cannot be done now; why, is below.</source>
        <translation>今は実行できません。理由は下に表示されています。</translation>
    </message>
    <message>
        <source>This is what will be done. Nothing is sent before you say so.</source>
        <translation>実行される内容です。指示するまで何も送信されません。</translation>
    </message>
    <message>
        <source>Agree and go on</source>
        <translation>同意して続行</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Do not wait for it</source>
        <translation>待機しない</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::TextTools</name>
    <message>
        <source>Wrap</source>
        <translation>折り返し</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>保存 …</translation>
    </message>
    <message>
        <source>Save the text</source>
        <translation>テキストを保存</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::WelcomePage</name>
    <message>
        <source>From a cluster to an attested confidential pod</source>
        <translation>クラスターから、アテステーション済みコンフィデンシャル Pod まで</translation>
    </message>
    <message>
        <source>Cocoon sets up confidential containers on Red Hat OpenShift on IBM Cloud: pods whose memory even the cloud cannot read. It shows every change before it is made, finds every id by itself, and goes on from what is really there.</source>
        <translation>Cocoon は、IBM Cloud 上の Red Hat OpenShift に、コンフィデンシャル・コンテナー (クラウドでさえメモリーを読めない Pod) をセットアップします。すべての変更を事前に示し、すべての ID を自動で見つけ、実際の状態から続行します。</translation>
    </message>
    <message>
        <source>Try it in the sandbox</source>
        <translation>サンドボックスで試す</translation>
    </message>
    <message>
        <source>A simulated cluster and cloud on this machine. Nothing leaves it, nothing costs anything.</source>
        <translation>このマシン上の模擬クラスターとクラウド。外部への通信も費用もありません。</translation>
    </message>
    <message>
        <source>Connect to IBM Cloud</source>
        <translation>IBM Cloud に接続</translation>
    </message>
    <message>
        <source>With an API key or a one-time passcode. Choose the cluster from a list.</source>
        <translation>API キーまたはワンタイム・パスコードを使用します。クラスターは一覧から選択します。</translation>
    </message>
    <message>
        <source>Open a kubeconfig</source>
        <translation>kubeconfig を開く</translation>
    </message>
    <message>
        <source>A cluster that you can already reach with oc or kubectl.</source>
        <translation>oc や kubectl ですでに到達できるクラスター。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
</context>
<context>
    <name>cocoon::ui::WorkerCard</name>
    <message>
        <source>installing</source>
        <translation>インストール中</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>ドレイン中</translation>
    </message>
    <message>
        <source>rebooting</source>
        <translation>再起動中</translation>
    </message>
    <message>
        <source>coming back</source>
        <translation>復帰中</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Progress of worker %1</source>
        <translation>ワーカー %1 の進行状況</translation>
    </message>
    <message>
        <source>held by budget %1</source>
        <translation>PDB %1 により保留</translation>
    </message>
    <message>
        <source>not made again: %1</source>
        <translation>再作成されない: %1</translation>
    </message>
    <message>
        <source>cordoned</source>
        <translation>cordon 済み</translation>
    </message>
    <message>
        <source>Worker %1: %2. %3</source>
        <translation>ワーカー %1: %2。%3</translation>
    </message>
    <message>
        <source>Back in line</source>
        <translation>順番に戻す</translation>
    </message>
    <message>
        <source>Put worker %1 back in line</source>
        <translation>ワーカー %1 を順番に戻す</translation>
    </message>
    <message>
        <source>Reboot worker %1 after all others</source>
        <translation>ワーカー %1 を他のすべての後に再起動</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未インストール</translation>
    </message>
    <message numerus="yes">
        <source>Drain moves %n pod(s)</source>
        <translation>
            <numerusform>ドレインで Pod %n 個が移動</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pods that a drain of worker %1 moves: %n</source>
        <translation>
            <numerusform>ワーカー %1 のドレインで移動する Pod: %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>Put last in the queue</source>
        <translation>順番の最後に回す</translation>
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
        <translation>%1 %2 を作成</translation>
    </message>
    <message>
        <source>Change %1 %2</source>
        <translation>%1 %2 を変更</translation>
    </message>
    <message>
        <source>Delete %1 %2</source>
        <translation>%1 %2 を削除</translation>
    </message>
    <message>
        <source>Evict pod %1/%2</source>
        <translation>Pod %1/%2 を退避</translation>
    </message>
    <message>
        <source>Not known: there is no connection to the cluster.</source>
        <translation>不明: クラスターへの接続がありません。</translation>
    </message>
    <message>
        <source>Not known: there is no connection to IBM Cloud.</source>
        <translation>不明: IBM Cloud への接続がありません。</translation>
    </message>
    <message>
        <source>The credential is not accepted</source>
        <translation>資格情報が受け入れられない</translation>
    </message>
    <message>
        <source>Nothing can be read with it.</source>
        <translation>これでは何も読み取れません。</translation>
    </message>
    <message>
        <source>Cannot read %1</source>
        <translation>読み取れない: %1</translation>
    </message>
    <message>
        <source>Something may have been overlooked.</source>
        <translation>見落としがあるかもしれません。</translation>
    </message>
    <message>
        <source>It may pass; it is asked again.</source>
        <translation>一時的なものかもしれません。再度問い合わせます。</translation>
    </message>
    <message>
        <source>an answer about %1</source>
        <translation>応答: %1</translation>
    </message>
    <message>
        <source>Without it the next change would be a guess.</source>
        <translation>これがないと、次の変更は推測になります。</translation>
    </message>
    <message>
        <source>Still finding out.</source>
        <translation>まだ確認中です。</translation>
    </message>
    <message>
        <source>%1 changes to make.</source>
        <translation>行う変更は %1 件です。</translation>
    </message>
    <message>
        <source>Waiting for %1.</source>
        <translation>待機中: %1。</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>キャンセルされました。</translation>
    </message>
    <message>
        <source>No answer came in time.</source>
        <translation>時間内に応答がありませんでした。</translation>
    </message>
    <message>
        <source>The credential was not accepted.</source>
        <translation>資格情報が受け入れられませんでした。</translation>
    </message>
    <message>
        <source>The credential does not carry the right for this.</source>
        <translation>資格情報にこの操作の権限がありません。</translation>
    </message>
    <message>
        <source>It does not exist.</source>
        <translation>存在しません。</translation>
    </message>
    <message>
        <source>Somebody else changed or owns it.</source>
        <translation>他者が変更したか、所有しています。</translation>
    </message>
    <message>
        <source>It existed and is gone.</source>
        <translation>存在していましたが、なくなりました。</translation>
    </message>
    <message>
        <source>The service does not accept this request.</source>
        <translation>サービスがこの要求を受け付けません。</translation>
    </message>
    <message>
        <source>The service asks to slow down.</source>
        <translation>サービスが頻度を下げるよう求めています。</translation>
    </message>
    <message>
        <source>The service failed.</source>
        <translation>サービスでエラーが発生しました。</translation>
    </message>
    <message>
        <source>The answer is not what this service should send.</source>
        <translation>このサービスの応答として正しくありません。</translation>
    </message>
    <message>
        <source>The answer or file cannot be read.</source>
        <translation>応答またはファイルを読み取れません。</translation>
    </message>
    <message>
        <source>A file could not be read or written.</source>
        <translation>ファイルの読み取りまたは書き込みができませんでした。</translation>
    </message>
    <message>
        <source>Something it needs is not there.</source>
        <translation>必要なものがありません。</translation>
    </message>
    <message>
        <source>Cocoon made a mistake.</source>
        <translation>Cocoon の内部エラーです。</translation>
    </message>
    <message>
        <source>Check the network, VPN and proxy; then try again.</source>
        <translation>ネットワーク、VPN、プロキシーを確認し、再試行してください。</translation>
    </message>
    <message>
        <source>Give a valid API key, log in again, or use a fresh kubeconfig.</source>
        <translation>有効な API キーを指定するか、再度ログインするか、新しい kubeconfig を使用してください。</translation>
    </message>
    <message>
        <source>Ask the administrator for this right, or use a credential that has it.</source>
        <translation>管理者にこの権限を依頼するか、権限のある資格情報を使用してください。</translation>
    </message>
    <message>
        <source>Look at what is there now and decide whose value counts.</source>
        <translation>現在の状態を確認し、どの値を採用するか決めてください。</translation>
    </message>
    <message>
        <source>Wait a little; it is tried again by itself where that is safe.</source>
        <translation>しばらくお待ちください。安全な場合は自動的に再試行されます。</translation>
    </message>
    <message>
        <source>Please report this with the journal.</source>
        <translation>ジャーナルを添えて報告してください。</translation>
    </message>
    <message>
        <source>(%1) %2</source>
        <translation>(%1) %2</translation>
    </message>
    <message>
        <source>the right to %1 %2</source>
        <translation>%1 %2 の権限</translation>
    </message>
    <message>
        <source>the log of %1</source>
        <translation>%1 のログ</translation>
    </message>
    <message>
        <source>the connection to the cluster</source>
        <translation>クラスターへの接続</translation>
    </message>
    <message>
        <source>the version of the API server</source>
        <translation>API サーバーのバージョン</translation>
    </message>
    <message>
        <source>what the API server offers</source>
        <translation>API サーバーの提供内容</translation>
    </message>
    <message>
        <source>who is logged in to IBM Cloud</source>
        <translation>IBM Cloud のログイン・ユーザー</translation>
    </message>
    <message>
        <source>the price of %1</source>
        <translation>%1 の料金</translation>
    </message>
    <message>
        <source>the trustee at %1</source>
        <translation>%1 の Trustee</translation>
    </message>
    <message>
        <source>the secret %1</source>
        <translation>シークレット %1</translation>
    </message>
    <message>
        <source>enable OperatorHub</source>
        <translation>OperatorHub の有効化</translation>
    </message>
    <message>
        <source>create the operator's namespace</source>
        <translation>オペレーターの namespace の作成</translation>
    </message>
    <message>
        <source>create the OperatorGroup</source>
        <translation>OperatorGroup の作成</translation>
    </message>
    <message>
        <source>create the Subscription</source>
        <translation>Subscription の作成</translation>
    </message>
    <message>
        <source>approve the InstallPlan</source>
        <translation>InstallPlan の承認</translation>
    </message>
    <message>
        <source>watch the installation</source>
        <translation>インストールの監視</translation>
    </message>
    <message>
        <source>write the settings</source>
        <translation>設定の書き込み</translation>
    </message>
    <message>
        <source>write the credential</source>
        <translation>資格情報の書き込み</translation>
    </message>
    <message>
        <source>create the KataConfig</source>
        <translation>KataConfig の作成</translation>
    </message>
    <message>
        <source>cordon workers</source>
        <translation>ワーカーの cordon</translation>
    </message>
    <message>
        <source>drain workers</source>
        <translation>ワーカーのドレイン</translation>
    </message>
    <message>
        <source>restart adaptor pods</source>
        <translation>アダプター Pod の再起動</translation>
    </message>
    <message>
        <source>see confidential pods</source>
        <translation>コンフィデンシャル Pod の参照</translation>
    </message>
    <message>
        <source>see runtime classes</source>
        <translation>ランタイムクラスの参照</translation>
    </message>
    <message>
        <source>watch the adaptor</source>
        <translation>アダプターの監視</translation>
    </message>
    <message>
        <source>read the adaptor's log</source>
        <translation>アダプターのログの読み取り</translation>
    </message>
    <message>
        <source>keep two desks from running at once</source>
        <translation>Cocoon の同時実行の防止</translation>
    </message>
    <message>
        <source>create the test pod</source>
        <translation>テスト Pod の作成</translation>
    </message>
    <message>
        <source>run the attestation check</source>
        <translation>アテステーション確認の実行</translation>
    </message>
    <message>
        <source>The catalog does not carry the operator</source>
        <translation>カタログにオペレーターがない</translation>
    </message>
    <message>
        <source>The default sources are off, or this catalog has no such package.</source>
        <translation>デフォルトのソースがオフか、このカタログに該当パッケージがありません。</translation>
    </message>
    <message>
        <source>Enable OperatorHub and wait until redhat-operators is READY.</source>
        <translation>OperatorHub を有効にし、redhat-operators が READY になるまで待ってください。</translation>
    </message>
    <message>
        <source>The catalog does not carry this version</source>
        <translation>カタログにこのバージョンがない</translation>
    </message>
    <message>
        <source>startingCSV or channel is not in this cluster's catalog.</source>
        <translation>startingCSV または channel がこのクラスターのカタログにありません。</translation>
    </message>
    <message>
        <source>Choose a version the PackageManifest lists.</source>
        <translation>PackageManifest にあるバージョンを選択してください。</translation>
    </message>
    <message>
        <source>An image cannot be pulled</source>
        <translation>イメージをプルできない</translation>
    </message>
    <message>
        <source>Outbound traffic protection of the VPC cluster blocks the registry.</source>
        <translation>VPC クラスターのアウトバウンド・トラフィック保護がレジストリーをブロックしています。</translation>
    </message>
    <message>
        <source>Disable outbound protection for the cluster, or allow the registries.</source>
        <translation>クラスターのアウトバウンド保護を無効にするか、レジストリーを許可してください。</translation>
    </message>
    <message>
        <source>The cluster requires signed images</source>
        <translation>クラスターが署名付きイメージを要求</translation>
    </message>
    <message>
        <source>The install image is not signed.</source>
        <translation>インストール・イメージに署名がありません。</translation>
    </message>
    <message>
        <source>Exempt or mirror the image.</source>
        <translation>イメージを例外にするか、ミラーリングしてください。</translation>
    </message>
    <message>
        <source>A worker does not run CoreOS</source>
        <translation>CoreOS でないワーカーあり</translation>
    </message>
    <message>
        <source>Kata is installed with rpm-ostree.</source>
        <translation>Kata は rpm-ostree でインストールされます。</translation>
    </message>
    <message>
        <source>Use RHCOS workers.</source>
        <translation>RHCOS のワーカーを使用してください。</translation>
    </message>
    <message>
        <source>The installer lacks an input</source>
        <translation>インストーラーの入力が不足</translation>
    </message>
    <message>
        <source>It needs peer-pods-cm with CLOUD_PROVIDER and the worker version label.</source>
        <translation>CLOUD_PROVIDER を含む peer-pods-cm と、ワーカーのバージョン・ラベルが必要です。</translation>
    </message>
    <message>
        <source>Check both, and access to the release images.</source>
        <translation>両方と、リリース・イメージへのアクセスを確認してください。</translation>
    </message>
    <message>
        <source>A worker has no handler for kata-remote</source>
        <translation>kata-remote のハンドラーがないワーカーあり</translation>
    </message>
    <message>
        <source>CRI-O was not reloaded, or the node is outside the pool.</source>
        <translation>CRI-O が再ロードされていないか、ノードがプールの外にあります。</translation>
    </message>
    <message>
        <source>Reboot the worker; check that it is in the pool.</source>
        <translation>ワーカーを再起動し、プール内にあることを確認してください。</translation>
    </message>
    <message>
        <source>Kata refuses an annotation of the pod</source>
        <translation>Kata が Pod のアノテーションを拒否</translation>
    </message>
    <message>
        <source>This version does not allow that annotation.</source>
        <translation>このバージョンではそのアノテーションは許可されません。</translation>
    </message>
    <message>
        <source>Use the annotation of the installed operator version.</source>
        <translation>インストール済みオペレーターのバージョンのアノテーションを使用してください。</translation>
    </message>
    <message>
        <source>No listed profile is large enough</source>
        <translation>十分な大きさのプロファイルがリストにない</translation>
    </message>
    <message>
        <source>The pod asks for more than the listed profiles offer.</source>
        <translation>Pod の要求が、リストにあるプロファイルを超えています。</translation>
    </message>
    <message>
        <source>Add a larger TDX profile to sizing.profiles, or ask for less.</source>
        <translation>より大きな TDX プロファイルを sizing.profiles に追加するか、要求を減らしてください。</translation>
    </message>
    <message>
        <source>The adaptor cannot find the image</source>
        <translation>アダプターがイメージを見つけられない</translation>
    </message>
    <message>
        <source>Wrong id, another region, still pending, or no right to read it.</source>
        <translation>ID の誤り、別のリージョン、保留中 (pending)、または読み取り権限がありません。</translation>
    </message>
    <message>
        <source>Import the image in the cluster's region and correct the id.</source>
        <translation>クラスターのリージョンにイメージをインポートし、ID を修正してください。</translation>
    </message>
    <message>
        <source>IBM Cloud refuses the adaptor's credential</source>
        <translation>IBM Cloud がアダプターの資格情報を拒否</translation>
    </message>
    <message>
        <source>The key is deleted, expired or mistyped, or the profile has no matching rule.</source>
        <translation>キーが削除済みか、期限切れか、入力誤りです。または、プロファイルに一致するルールがありません。</translation>
    </message>
    <message>
        <source>Make a new key, or check the profile's rule for the namespace.</source>
        <translation>新しいキーを作成するか、プロファイルの namespace 用ルールを確認してください。</translation>
    </message>
    <message>
        <source>The adaptor's first call to the VPC API fails</source>
        <translation>アダプターの最初の VPC API 呼び出しが失敗</translation>
    </message>
    <message>
        <source>The profile does not exist at this endpoint: most often IBMCLOUD_VPC_ENDPOINT is another region.</source>
        <translation>このエンドポイントにプロファイルがありません。多くの場合、IBMCLOUD_VPC_ENDPOINT が別のリージョンになっています。</translation>
    </message>
    <message>
        <source>Set IBMCLOUD_VPC_ENDPOINT to the cluster's own region.</source>
        <translation>IBMCLOUD_VPC_ENDPOINT をクラスター自身のリージョンに設定してください。</translation>
    </message>
    <message>
        <source>The adaptor may not read the cluster's security group</source>
        <translation>アダプターにクラスターのセキュリティー・グループの読み取り権限がない</translation>
    </message>
    <message>
        <source>From 1.12 it asks the Kubernetes Service for it.</source>
        <translation>1.12 以降、アダプターはこれを Kubernetes Service に問い合わせます。</translation>
    </message>
    <message>
        <source>Grant Viewer on Kubernetes Service to the profile, or use an API key.</source>
        <translation>プロファイルに Kubernetes Service の Viewer を付与するか、API キーを使用してください。</translation>
    </message>
    <message>
        <source>The security group kube-&lt;cluster id&gt; is missing</source>
        <translation>セキュリティー・グループ kube-&lt;cluster id&gt; がない</translation>
    </message>
    <message>
        <source>It was removed or reset.</source>
        <translation>削除またはリセットされました。</translation>
    </message>
    <message>
        <source>Recreate it with the Kubernetes Service tools.</source>
        <translation>Kubernetes Service のツールで再作成してください。</translation>
    </message>
    <message>
        <source>The adaptor cannot find the cluster id</source>
        <translation>アダプターがクラスター ID を見つけられない</translation>
    </message>
    <message>
        <source>This version looks for a key that IBM clusters do not have.</source>
        <translation>このバージョンは、IBM クラスターにないキーを探します。</translation>
    </message>
    <message>
        <source>Set IBMCLOUD_CLUSTER_ID.</source>
        <translation>IBMCLOUD_CLUSTER_ID を設定してください。</translation>
    </message>
    <message>
        <source>The adaptor has no credential</source>
        <translation>アダプターに資格情報がない</translation>
    </message>
    <message>
        <source>peer-pods-secret holds neither key.</source>
        <translation>peer-pods-secret にどちらのキーもありません。</translation>
    </message>
    <message>
        <source>Fill one of the two keys.</source>
        <translation>2 つのキーのいずれかを設定してください。</translation>
    </message>
    <message>
        <source>The adaptor does not know its zone</source>
        <translation>アダプターのゾーンが不明</translation>
    </message>
    <message>
        <source>The node lacks the zone label.</source>
        <translation>ノードにゾーンのラベルがありません。</translation>
    </message>
    <message>
        <source>Check the node labels.</source>
        <translation>ノードのラベルを確認してください。</translation>
    </message>
    <message>
        <source>INITDATA cannot be read by the adaptor</source>
        <translation>アダプターが INITDATA を読み取れない</translation>
    </message>
    <message>
        <source>It is not base64(gzip(TOML)).</source>
        <translation>base64(gzip(TOML)) ではありません。</translation>
    </message>
    <message>
        <source>Let the trust step write it.</source>
        <translation>信頼機関ステップで書き込んでください。</translation>
    </message>
    <message>
        <source>CLOUD_PROVIDER is wrong</source>
        <translation>CLOUD_PROVIDER が誤り</translation>
    </message>
    <message>
        <source>It must be ibmcloud.</source>
        <translation>ibmcloud である必要があります。</translation>
    </message>
    <message>
        <source>Correct the config map.</source>
        <translation>ConfigMap を修正してください。</translation>
    </message>
    <message>
        <source>An id sent to the VPC API is empty</source>
        <translation>VPC API に送信された ID が空</translation>
    </message>
    <message>
        <source>One of the ids in peer-pods-cm is empty.</source>
        <translation>peer-pods-cm の ID のいずれかが空です。</translation>
    </message>
    <message>
        <source>Let the configuration step write the map.</source>
        <translation>構成ステップで ConfigMap を書き込んでください。</translation>
    </message>
    <message>
        <source>The adaptor's settings are missing</source>
        <translation>アダプターの設定がない</translation>
    </message>
    <message>
        <source>The Secret or ConfigMap does not exist.</source>
        <translation>Secret または ConfigMap が存在しません。</translation>
    </message>
    <message>
        <source>Create it; then delete the pod.</source>
        <translation>作成してから Pod を削除してください。</translation>
    </message>
    <message>
        <source>The VPC quota is exhausted</source>
        <translation>VPC の割り当て量を使い切り</translation>
    </message>
    <message>
        <source>vCPU, memory, instances or volumes of the region are used up.</source>
        <translation>リージョンの vCPU、メモリー、インスタンス、ボリュームのいずれかを使い切っています。</translation>
    </message>
    <message>
        <source>Delete orphaned podvm VSIs, or raise the quota.</source>
        <translation>孤立した podvm VSI を削除するか、割り当て量を引き上げてください。</translation>
    </message>
    <message>
        <source>There is no TDX capacity in the zone</source>
        <translation>ゾーンに TDX の容量なし</translation>
    </message>
    <message>
        <source>The zone has no free confidential machines of this profile.</source>
        <translation>ゾーンに、このプロファイルの空いているコンフィデンシャル・マシンがありません。</translation>
    </message>
    <message>
        <source>Try later, another zone or another profile.</source>
        <translation>後で試すか、別のゾーンまたは別のプロファイルを試してください。</translation>
    </message>
    <message>
        <source>The subnet has no free address</source>
        <translation>サブネットに空きアドレスなし</translation>
    </message>
    <message>
        <source>Each confidential VM takes one address of the worker's subnet.</source>
        <translation>コンフィデンシャル VM ごとに、ワーカーのサブネットのアドレスを 1 つ使用します。</translation>
    </message>
    <message>
        <source>Free addresses, or use a larger subnet.</source>
        <translation>アドレスを解放するか、より大きなサブネットを使用してください。</translation>
    </message>
    <message>
        <source>The adaptor may not attach tags</source>
        <translation>アダプターにタグ付けの権限がない</translation>
    </message>
    <message>
        <source>From 1.12 it tags each VM; without the right it deletes it again.</source>
        <translation>1.12 以降、アダプターは各 VM にタグを付けます。権限がなければ VM を再び削除します。</translation>
    </message>
    <message>
        <source>Grant tagging to the credential.</source>
        <translation>資格情報にタグ付けの権限を付与してください。</translation>
    </message>
    <message>
        <source>The adaptor cannot reach the agent in the VM</source>
        <translation>アダプターが VM 内のエージェントに到達できない</translation>
    </message>
    <message>
        <source>The VM boots too slowly, or TCP 15150 / UDP 4789 are blocked.</source>
        <translation>VM の起動が遅すぎるか、TCP 15150 / UDP 4789 がブロックされています。</translation>
    </message>
    <message>
        <source>Check the VM's security group: it must be kube-&lt;cluster id&gt;.</source>
        <translation>VM のセキュリティー・グループを確認してください。kube-&lt;cluster id&gt; である必要があります。</translation>
    </message>
    <message>
        <source>No worker has room for another confidential pod</source>
        <translation>コンフィデンシャル Pod を追加できる空きのあるワーカーなし</translation>
    </message>
    <message>
        <source>The limit per node is reached, or the adaptor never advertised it.</source>
        <translation>ノードごとの上限に達したか、アダプターが上限を一度も通知していません。</translation>
    </message>
    <message>
        <source>Raise sizing.podsPerNode, or repair the adaptor.</source>
        <translation>sizing.podsPerNode を増やすか、アダプターを修復してください。</translation>
    </message>
    <message>
        <source>The workers have no CPU left</source>
        <translation>ワーカーに CPU の空きなし</translation>
    </message>
    <message>
        <source>Each confidential pod needs about 250m on its worker.</source>
        <translation>コンフィデンシャル Pod ごとに、ワーカーで約 250m が必要です。</translation>
    </message>
    <message>
        <source>Add workers, or free CPU.</source>
        <translation>ワーカーを追加するか、CPU を解放してください。</translation>
    </message>
    <message>
        <source>The peer pods webhook does not answer</source>
        <translation>ピア Pod の Webhook が応答しない</translation>
    </message>
    <message>
        <source>Its failure policy refuses all new pods.</source>
        <translation>その失敗ポリシーにより、すべての新規 Pod が拒否されます。</translation>
    </message>
    <message>
        <source>Restore the Deployment peer-pods-webhook.</source>
        <translation>Deployment peer-pods-webhook を復元してください。</translation>
    </message>
    <message>
        <source>The runtime class kata-remote does not exist</source>
        <translation>ランタイムクラス kata-remote が存在しない</translation>
    </message>
    <message>
        <source>The installation has not finished.</source>
        <translation>インストールが完了していません。</translation>
    </message>
    <message>
        <source>Wait for the last worker.</source>
        <translation>最後のワーカーを待ってください。</translation>
    </message>
    <message>
        <source>The guest's policy forbids exec</source>
        <translation>ゲストのポリシーが exec を禁止</translation>
    </message>
    <message>
        <source>This is the default from operator 1.11 on, not a fault.</source>
        <translation>オペレーター 1.11 以降のデフォルトであり、障害ではありません。</translation>
    </message>
    <message>
        <source>Use INITDATA with a policy of your own for tests, or a workload that reports by itself.</source>
        <translation>テストでは独自のポリシーを持つ INITDATA を使用するか、自ら報告するワークロードを使用してください。</translation>
    </message>
    <message>
        <source>The VM cannot pull the container image</source>
        <translation>VM がコンテナー・イメージをプルできない</translation>
    </message>
    <message>
        <source>The VM pulls by itself: it has no route to the registry, or lacks credentials.</source>
        <translation>VM は自身でプルします。レジストリーへの経路がないか、資格情報がありません。</translation>
    </message>
    <message>
        <source>Check the public gateway of the subnet, outbound rules and the pull secret.</source>
        <translation>サブネットのパブリック・ゲートウェイ、アウトバウンド・ルール、プル・シークレットを確認してください。</translation>
    </message>
    <message>
        <source>read the log of %1</source>
        <translation>%1 のログの読み取り</translation>
    </message>
    <message>
        <source>Not met: %1</source>
        <translation>未適合: %1</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前解決</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシー</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>到達性</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>セキュア接続</translation>
    </message>
    <message>
        <source>Credential plug-in</source>
        <translation>資格情報プラグイン</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>ログイン</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>権限</translation>
    </message>
    <message>
        <source>A setting cannot be used.</source>
        <translation>設定を使用できません。</translation>
    </message>
    <message>
        <source>Correct what is named: the kubeconfig, its context, or the proxy in Settings.</source>
        <translation>示されたものを修正してください: kubeconfig、そのコンテキスト、または「設定」のプロキシー。</translation>
    </message>
    <message>
        <source>The name is not known.</source>
        <translation>名前を解決できません。</translation>
    </message>
    <message>
        <source>Check the address for a typing error. A private name needs the VPN, or a DNS server that knows it.</source>
        <translation>アドレスの入力誤りを確認してください。プライベートの名前には、VPN か、その名前を解決できる DNS サーバーが必要です。</translation>
    </message>
    <message>
        <source>Nobody answers there.</source>
        <translation>応答がありません。</translation>
    </message>
    <message>
        <source>Check address and port. A private endpoint needs the VPN; a firewall or a stopped cluster refuses too.</source>
        <translation>アドレスとポートを確認してください。プライベート・エンドポイントには VPN が必要です。ファイアウォールや停止中のクラスターも接続を拒否します。</translation>
    </message>
    <message>
        <source>A firewall or network rule drops the packets, or the VPN is down. A context-based restriction of IBM Cloud looks the same.</source>
        <translation>ファイアウォールまたはネットワーク規則がパケットを破棄しているか、VPN が切断されています。IBM Cloud のコンテキスト・ベースの制限でも同じように見えます。</translation>
    </message>
    <message>
        <source>The connection was cut.</source>
        <translation>接続が切断されました。</translation>
    </message>
    <message>
        <source>Something between here and there closes it: a proxy that inspects TLS, a load balancer without back end. Try from another network.</source>
        <translation>途中の何かが接続を閉じています: TLS を検査するプロキシー、またはバックエンドのないロード・バランサーなど。別のネットワークから試してください。</translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation>プロキシーが応答しません。</translation>
    </message>
    <message>
        <source>Check the proxy in Settings or HTTPS_PROXY; name the host in NO_PROXY when it needs none.</source>
        <translation>「設定」のプロキシーまたは HTTPS_PROXY を確認してください。プロキシーが不要な場合は、ホストを NO_PROXY に指定してください。</translation>
    </message>
    <message>
        <source>The proxy wants a login.</source>
        <translation>プロキシーがログインを要求しています。</translation>
    </message>
    <message>
        <source>Give user and password in the proxy's address: http://user:password@host:port.</source>
        <translation>プロキシーのアドレスにユーザーとパスワードを指定してください: http://user:password@host:port。</translation>
    </message>
    <message>
        <source>The proxy does not lead there.</source>
        <translation>プロキシーからそこへ到達できません。</translation>
    </message>
    <message>
        <source>Ask for this host and port to be allowed on the proxy, or name the host in NO_PROXY.</source>
        <translation>このホストとポートをプロキシーで許可するよう依頼するか、ホストを NO_PROXY に指定してください。</translation>
    </message>
    <message>
        <source>The other side does not speak TLS.</source>
        <translation>相手が TLS に対応していません。</translation>
    </message>
    <message>
        <source>Check the port: this is a plain HTTP service or something else.</source>
        <translation>ポートを確認してください。平文の HTTP サービスか、別のものです。</translation>
    </message>
    <message>
        <source>The certificate is made for another name.</source>
        <translation>証明書は別の名前用です。</translation>
    </message>
    <message>
        <source>Use one of the names in the certificate as address, or set tls-server-name in the kubeconfig.</source>
        <translation>証明書にある名前のいずれかをアドレスに使用するか、kubeconfig で tls-server-name を設定してください。</translation>
    </message>
    <message>
        <source>The certificate comes from an authority that is not trusted here.</source>
        <translation>証明書の認証局がここでは信頼されていません。</translation>
    </message>
    <message>
        <source>Give the authority's certificate: certificate-authority-data in the kubeconfig, or ca in the connection's file. A proxy that inspects TLS needs its own authority there.</source>
        <translation>認証局の証明書を指定してください: kubeconfig の certificate-authority-data、または接続のファイルの ca。TLS を検査するプロキシーの場合は、プロキシー自身の認証局をそこに指定する必要があります。</translation>
    </message>
    <message>
        <source>The certificate has expired.</source>
        <translation>証明書の期限が切れています。</translation>
    </message>
    <message>
        <source>The owner of the service has to renew it. Check this machine's clock too.</source>
        <translation>サービスの所有者による更新が必要です。このマシンの時計も確認してください。</translation>
    </message>
    <message>
        <source>The certificate is not valid yet.</source>
        <translation>証明書はまだ有効ではありません。</translation>
    </message>
    <message>
        <source>Check this machine's clock; it may run behind.</source>
        <translation>このマシンの時計を確認してください。遅れている可能性があります。</translation>
    </message>
    <message>
        <source>The secure connection was refused.</source>
        <translation>セキュア接続が拒否されました。</translation>
    </message>
    <message>
        <source>A client certificate that expired or is not accepted ends like this too: fetch a fresh kubeconfig.</source>
        <translation>クライアント証明書が期限切れか、受け入れられない場合も、このように終了します。新しい kubeconfig を取得してください。</translation>
    </message>
    <message>
        <source>The program that gets the credential is not installed.</source>
        <translation>資格情報を取得するプログラムがインストールされていません。</translation>
    </message>
    <message>
        <source>Install it and make sure that it is in PATH, then test again.</source>
        <translation>インストールして PATH にあることを確認し、再度テストしてください。</translation>
    </message>
    <message>
        <source>The program that gets the credential failed.</source>
        <translation>資格情報を取得するプログラムが失敗しました。</translation>
    </message>
    <message>
        <source>Run it in a terminal to see why; often it needs a fresh login.</source>
        <translation>理由を調べるには、端末で実行してください。多くの場合、再度ログインが必要です。</translation>
    </message>
    <message>
        <source>The credential is not accepted.</source>
        <translation>資格情報が受け入れられません。</translation>
    </message>
    <message>
        <source>Log in again, or fetch a fresh kubeconfig: the token expired or was taken away.</source>
        <translation>再度ログインするか、新しい kubeconfig を取得してください。トークンが期限切れか、取り消されています。</translation>
    </message>
    <message>
        <source>The credential is accepted, but may not read this.</source>
        <translation>資格情報は受け入れられましたが、これを読み取る権限がありません。</translation>
    </message>
    <message>
        <source>Ask for the right that is named. Behind IBM Cloud a context-based restriction answers like this too.</source>
        <translation>示された権限を依頼してください。IBM Cloud では、コンテキスト・ベースの制限でもこのような応答になります。</translation>
    </message>
    <message>
        <source>Something else answers there.</source>
        <translation>別のものが応答しています。</translation>
    </message>
    <message>
        <source>Check the address: this is not the service that was expected.</source>
        <translation>アドレスを確認してください。想定したサービスではありません。</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>未実施</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Everything on the way works.</source>
        <translation>経路はすべて正常です。</translation>
    </message>
    <message>
        <source>The way is free; the login was not tried.</source>
        <translation>経路に問題はありません。ログインは試していません。</translation>
    </message>
    <message>
        <source>The adaptor's credential has no right to the VPC API</source>
        <translation>アダプターの資格情報に VPC API の権限がない</translation>
    </message>
    <message>
        <source>A policy is missing, or a new one has not taken effect yet.</source>
        <translation>ポリシーがないか、新しいポリシーがまだ有効になっていません。</translation>
    </message>
    <message>
        <source>Wait some minutes after a policy was made; else give the credential Editor and Writer on VPC Infrastructure Services.</source>
        <translation>ポリシーを作成した場合は、数分お待ちください。それ以外の場合は、資格情報に VPC Infrastructure Services の Editor と Writer を付与してください。</translation>
    </message>
    <message>
        <source>The sandbox does not run.</source>
        <translation>サンドボックスが動作していません。</translation>
    </message>
    <message>
        <source>The other side speaks only an old TLS.</source>
        <translation>相手が古い TLS にしか対応していません。</translation>
    </message>
    <message>
        <source>The owner of the service has to offer TLS 1.2 or newer; a proxy that inspects TLS may be what is old.</source>
        <translation>サービスの所有者が TLS 1.2 以降を提供する必要があります。TLS を検査するプロキシーが古い可能性もあります。</translation>
    </message>
    <message>
        <source>Our own certificate was not accepted.</source>
        <translation>こちらの証明書が受け入れられませんでした。</translation>
    </message>
    <message>
        <source>Fetch a fresh kubeconfig: its client certificate is missing, has expired, or comes from another authority.</source>
        <translation>新しい kubeconfig を取得してください。クライアント証明書がないか、期限切れか、別の認証局のものです。</translation>
    </message>
    <message>
        <source>Something between may answer in its place: check proxy, VPN and the address, log in where a page asks for it; then try again.</source>
        <translation>途中の何かが代わりに応答している可能性があります。プロキシ、VPN、アドレスを確認し、ログインを求めるページがあればログインしてから、もう一度試してください。</translation>
    </message>
    <message>
        <source>The platform could not start the VM</source>
        <translation>プラットフォームが VM を起動できませんでした</translation>
    </message>
    <message>
        <source>Something of IBM Cloud's own failed: compute, network, storage or placement.</source>
        <translation>IBM Cloud 側で何かが失敗しました（コンピュート、ネットワーク、ストレージ、または配置）。</translation>
    </message>
    <message>
        <source>Delete the pod and try again later; open a support case if it stays.</source>
        <translation>ポッドを削除し、後でもう一度試してください。続く場合はサポートケースを開いてください。</translation>
    </message>
    <message>
        <source>The VPC API does not take an id of the settings</source>
        <translation>VPC API が設定の ID を受け付けません</translation>
    </message>
    <message>
        <source>A group, subnet or image of another VPC or region, one that was deleted, or a subnet of another zone.</source>
        <translation>別の VPC やリージョンのグループ・サブネット・イメージ、削除されたもの、または別のゾーンのサブネットです。</translation>
    </message>
    <message>
        <source>Compare the ids in peer-pods-cm with the cluster's VPC; leave subnet and zone to the adaptor.</source>
        <translation>peer-pods-cm の ID をクラスターの VPC と照合し、サブネットとゾーンはアダプターに任せてください。</translation>
    </message>
    <message>
        <source>No login to IBM Cloud yet</source>
        <translation>IBM Cloud へのログインがまだありません</translation>
    </message>
    <message>
        <source>The image, the credential and the VMs are made in your account there.</source>
        <translation>イメージ、資格情報、VM は、そのアカウントに作成されます。</translation>
    </message>
    <message>
        <source>Log in with an API key or a one-time passcode.</source>
        <translation>API キーまたはワンタイム・パスコードでログインしてください。</translation>
    </message>
    <message>
        <source>Check the name; it may have been removed.</source>
        <translation>名前を確認してください。削除された可能性があります。</translation>
    </message>
    <message>
        <source>Read the message of the service, correct what it names, then try again.</source>
        <translation>サービスのメッセージを読み、示されたものを修正してから、もう一度試してください。</translation>
    </message>
    <message>
        <source>Start it: it takes some seconds and goes on where it ended.</source>
        <translation>開始してください。数秒かかり、終わったところから続きます。</translation>
    </message>
    <message>
        <source>The connection failed.</source>
        <translation>接続に失敗しました。</translation>
    </message>
    <message>
        <source>Give a valid API key, or log in again.</source>
        <translation>有効な API キーを指定するか、もう一度ログインしてください。</translation>
    </message>
</context>
<context>
    <name>cocoon::world</name>
    <message>
        <source>No region is known yet.</source>
        <translation>リージョンがまだ不明です。</translation>
    </message>
    <message>
        <source>%1 is not in PATH</source>
        <translation>%1 が PATH にありません</translation>
    </message>
    <message>
        <source>%1 is not in PATH. %2</source>
        <translation>%1 が PATH にありません。%2</translation>
    </message>
    <message>
        <source>The port speaks TLS, but the URL says http.</source>
        <translation>ポートは TLS を使用していますが、URL は http です。</translation>
    </message>
    <message>
        <source>It answers, but not as a key broker service does.</source>
        <translation>応答はありますが、鍵ブローカー・サービスのものではありません。</translation>
    </message>
    <message>
        <source>This is not an http or https URL.</source>
        <translation>これは http または https の URL ではありません。</translation>
    </message>
</context>
<context>
    <name>cocoon::world::Heartbeat</name>
    <message>
        <source>This machine slept. What is on screen is from before.</source>
        <translation>このマシンはスリープしていました。画面の内容はその前のものです。</translation>
    </message>
    <message>
        <source>The API server has not answered for %1 s.</source>
        <translation>API サーバーが %1 秒間応答していません。</translation>
    </message>
</context>
<context>
    <name>cocoon::world::Observer</name>
    <message>
        <source>There is no credential for IBM Cloud.</source>
        <translation>IBM Cloud の資格情報がありません。</translation>
    </message>
    <message>
        <source>There is no way to reach a trustee.</source>
        <translation>Trustee に到達する手段がありません。</translation>
    </message>
    <message>
        <source>No cluster is configured.</source>
        <translation>クラスターが構成されていません。</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Look at what it waits for. The same command goes on from what is really there.</source>
        <translation>待機の対象を確認してください。同じコマンドが実際の状態から続行します。</translation>
    </message>
    <message>
        <source>Change this cluster</source>
        <translation>このクラスターの変更</translation>
    </message>
    <message>
        <source>Wait until they are done, or talk to them; then run it again, it goes on from what is really there. The claim of a program that died runs out a minute after its last sign of life.</source>
        <translation>相手の作業が終わるまで待つか、相手に連絡してください。その後、再度実行すると、実際の状態から続行します。終了してしまったプログラムの占有は、最後の生存信号から 1 分後に失効します。</translation>
    </message>
    <message>
        <source>Correct it and run the command again. Nothing was asked, and nothing changed.</source>
        <translation>修正してコマンドをもう一度実行してください。問い合わせも変更も行われていません。</translation>
    </message>
    <message>
        <source>Let the step “operator” run first, or with this one: --step operator. The first thing it makes is this namespace.</source>
        <translation>先に、または同時にステップ「operator」を実行してください: --step operator。最初に作られるのがこの名前空間です。</translation>
    </message>
    <message>
        <source>Then run it again: nothing is changed while nobody knows whether somebody else is at work.</source>
        <translation>その後もう一度実行してください。ほかの誰かが作業中かどうか分からない間は、何も変更しません。</translation>
    </message>
</context>
</TS>
